/** An AWS on this machine: any credentials and any region will do there. */
type Environment = Readonly<Record<string, string | undefined>>;

const LOCAL = ['127.0.0.1', 'localhost', '[::1]'];

function isLocal(env: Environment): boolean {
  const endpoint = env['AWS_ENDPOINT_URL'] ?? '';
  return URL.canParse(endpoint) && LOCAL.includes(new URL(endpoint).hostname);
}

/** What the SDK does not start without, and a local AWS does not look at. */
export function localDefaults(env: Environment): Readonly<Record<string, string>> {
  if (!isLocal(env)) return {};
  const region = env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? 'us-east-1';
  const signed = env['AWS_ACCESS_KEY_ID'] !== undefined || env['AWS_PROFILE'] !== undefined;
  const credentials = { AWS_ACCESS_KEY_ID: 'twin', AWS_SECRET_ACCESS_KEY: 'twin' };
  return { AWS_REGION: region, ...(signed ? {} : credentials) };
}
