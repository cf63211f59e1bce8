/** What goes wrong between a terminal and AWS, in words that say what to do about it. */
import { errorNames } from '../core/contract/error-names.ts';
import { type ExitCode, exitCodes, type Io } from './command.ts';
import { safeText } from './render/safe-text.ts';

type Environment = Readonly<Record<string, string | undefined>>;

interface Explanation {
  readonly message: string;
  readonly exitCode: ExitCode;
}

/** Runs a command; what goes wrong in a known way is told in a line. */
export async function explaining(
  { name, io }: { readonly name: string; readonly io: Io },
  run: () => Promise<ExitCode>,
): Promise<ExitCode> {
  try {
    return await run();
  } catch (error) {
    const explained = explainError(error, io.env);
    if (explained === undefined) throw error;
    io.err(`spillway ${name}: ${safeText(explained.message)}\n`);
    return explained.exitCode;
  }
}

/** Undefined for what nobody expected: that is shown with its stack. */
export function explainError(error: unknown, env: Environment): Explanation | undefined {
  if (!(error instanceof Error)) return undefined;
  const unprepared = explainSurroundings(error, env);
  if (unprepared !== undefined) return { message: unprepared, exitCode: exitCodes.badInput };
  const failed = error.name === 'RemoteError' ? error.message : explainFailure(error);
  return failed === undefined ? undefined : { message: failed, exitCode: exitCodes.failed };
}

/** What is not as it has to be before anything can be asked: code 2, as for other bad input. */
function explainSurroundings(error: Error, env: Environment): string | undefined {
  const endpoint = env['AWS_ENDPOINT_URL'];
  const region = env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'];
  const where = [endpoint, region === undefined ? 'the region of your profile' : `region ${region}`]
    .filter((each) => each !== undefined)
    .join(', ');
  if (endpoint !== undefined && !/^https?:/.test(endpoint)) {
    return `AWS_ENDPOINT_URL is "${endpoint}", which is no address; as in http://127.0.0.1:4566`;
  }
  if (/region is missing/i.test(error.message)) {
    return 'no region: set AWS_REGION, or a region in your profile; for a twin, set AWS_ENDPOINT_URL';
  }
  if (error.name === errorNames.notFound) {
    return `${error.message} (${where}); deploy it with "npx cdk deploy --all", or look elsewhere with AWS_REGION, AWS_PROFILE or AWS_ENDPOINT_URL`;
  }
  if (codeOf(error) === 'EADDRINUSE') {
    return `${error.message}; choose another --port, or 0 for any`;
  }
  if (unreachable.includes(codeOf(error))) {
    return endpoint === undefined
      ? `AWS does not answer (${error.message}); is there a network?`
      : `nothing answers at ${endpoint}; is the twin running?`;
  }
  if (error.message.includes('Deserialization error')) {
    return `what answers at ${endpoint ?? 'the endpoint'} is not AWS`;
  }
  return surroundings.find(([names]) => names.test(error.name))?.[1](error, env);
}

const explainFailure = ({ name, message }: Error): string | undefined =>
  failures.find(([names]) => names.test(name))?.[1](message);

const unreachable = ['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EAI_AGAIN', 'ECONNRESET'];

/** "fetch failed" keeps what it means in its cause. */
function codeOf(error: Error): string {
  const { code } = { ...error, ...(error.cause as object) } as { readonly code?: string };
  return code ?? '';
}

const surroundings: readonly (readonly [RegExp, (error: Error, env: Environment) => string])[] = [
  [
    /^CredentialsProviderError$/,
    ({ message }, { AWS_PROFILE: profile }) =>
      profile === undefined
        ? 'no AWS credentials: sign in with "aws sso login", or set AWS_PROFILE; for a twin, set AWS_ENDPOINT_URL'
        : `no AWS credentials from the profile "${profile}" (${message}); sign in with "aws sso login --profile ${profile}"`,
  ],
  [
    /^(ExpiredToken|ExpiredTokenException|UnrecognizedClientException|InvalidClientTokenId|InvalidSignatureException)$/,
    ({ message }) => `your AWS credentials are not accepted (${message}); sign in again`,
  ],
  [/^(AccessDenied|AccessDeniedException)$/, ({ message }) => `not permitted: ${message}`],
];

const failures: readonly (readonly [RegExp, (message: string) => string])[] = [
  [/^ImageAlreadyExistsException$/, () => 'that image is there already; choose another tag'],
  [
    /^(Throttl\w*|TooManyRequests\w*|RequestLimitExceeded)$/,
    () => 'AWS answers too slowly just now; try again',
  ],
  [
    /^(Internal\w*|ServiceUnavailable\w*|TimeoutError)$/,
    (message) => `AWS does not manage to answer just now (${message}); try again`,
  ],
];
