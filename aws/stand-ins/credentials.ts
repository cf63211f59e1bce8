// Stands in for the SDK's search for credentials: Lambda puts them into the environment, and nowhere else.

/** The signature that clients of the SDK expect of `@aws-sdk/credential-provider-node`. */
export const defaultProvider = () => async () => ({
  accessKeyId: process.env['AWS_ACCESS_KEY_ID'] ?? '',
  secretAccessKey: process.env['AWS_SECRET_ACCESS_KEY'] ?? '',
  sessionToken: process.env['AWS_SESSION_TOKEN'],
});
