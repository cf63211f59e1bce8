/** What goes wrong between a terminal and AWS, in words that say what to do about it. */
import { errorNames } from '../core/contract/error-names.ts';

/** Undefined for what nobody expected: that is shown with its stack. */
export function explainError(
  error: unknown,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const endpoint = env['AWS_ENDPOINT_URL'];
  const where = endpoint ?? `region ${env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? 'unknown'}`;
  if (error.name === 'RemoteError') return error.message;
  if (error.name === errorNames.notFound) {
    return `${error.message} (${where}); deploy it with "npx cdk deploy --all", or look elsewhere with AWS_REGION, AWS_PROFILE or AWS_ENDPOINT_URL`;
  }
  if (isUnreachable(error)) {
    return endpoint === undefined
      ? `AWS does not answer (${error.message}); is there a network?`
      : `nothing answers at ${endpoint}; is the twin running?`;
  }
  const known = explanations.find(([names]) => names.test(error.name));
  const missing = /region is missing/i.test(error.message);
  return missing ? 'no region: set AWS_REGION, or a region in your profile' : known?.[1](error);
}

const explanations: readonly (readonly [RegExp, (error: Error) => string])[] = [
  [
    /^CredentialsProviderError$/,
    () =>
      'no AWS credentials: sign in with "aws sso login", or set AWS_PROFILE; for a twin, set AWS_ENDPOINT_URL',
  ],
  [
    /^(ExpiredToken|ExpiredTokenException|UnrecognizedClientException|InvalidClientTokenId)$/,
    ({ message }) => `your AWS credentials are not accepted (${message}); sign in again`,
  ],
  [/^(AccessDenied|AccessDeniedException)$/, ({ message }) => `not permitted: ${message}`],
  [/^ImageAlreadyExistsException$/, () => 'that image is there already; choose another tag'],
  [
    /^(Throttl\w*|TooManyRequests\w*|RequestLimitExceeded)$/,
    () => 'AWS answers too slowly just now; try again',
  ],
];

function isUnreachable(error: Error): boolean {
  // "fetch failed" keeps what it means in its cause.
  const { code } = { ...error, ...(error.cause as object) } as { readonly code?: string };
  return ['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EAI_AGAIN', 'ECONNRESET'].includes(code ?? '');
}
