// What a failed call to a target means: under which code EventBridge reports it, and whether another try may help.
import { AwsError, LostCall } from '../../../host/aws-error.ts';

export interface Failure {
  /** EventBridge's code. */
  readonly code: string;
  /** The name of the error that the target answered with. */
  readonly error: string;
  readonly message: string;
  readonly retryable: boolean;
}

/** First match wins. Only 429 and 5xx are tried again; the code for each name is our reading of the documented list. */
const KINDS: readonly (readonly [pattern: RegExp, code: string, retryable: boolean])[] = [
  [/Throttl|TooManyRequests|RateExceeded|RequestLimitExceeded/, 'THROTTLING', true],
  [/AccessDenied|Unauthorized|AuthorizationError/, 'NO_PERMISSIONS', false],
  [/NotFound|DoesNotExist|NonExistent/, 'NO_RESOURCE', false],
  [/AlreadyExists/, 'RESOURCE_ALREADY_EXISTS', false],
  [/LimitExceeded/, 'RESOURCE_LIMIT_EXCEEDED', false],
  [/^Internal|^Service(Exception|Unavailable|Failure)|Unavailable/, 'ERROR_FROM_TARGET', true],
  [/^Invalid|Validation/, 'INVALID_PARAMETER', false],
];

/** The content for the target could not be made: no other try will change that. */
export class UndeliverableInput extends Error {
  override readonly name = 'UndeliverableInput';
}

export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) throw error;
  const { code, retryable } = judge(error);
  return { code, retryable, error: error.name, message: error.message };
}

function judge(error: Error): Pick<Failure, 'code' | 'retryable'> {
  if (error instanceof LostCall) return { code: 'TIMEOUT', retryable: true };
  if (error instanceof UndeliverableInput) return { code: 'INVALID_JSON', retryable: false };
  if (!(error instanceof AwsError)) throw error;
  const { status = 400, name } = error;
  // 501 says that the twin lacks something: trying again will not bring it.
  if (status >= 500 && status !== 501) return { code: 'ERROR_FROM_TARGET', retryable: true };
  const [, code = 'SDK_CLIENT_ERROR', retryable = false] =
    KINDS.find(([pattern]) => pattern.test(name)) ?? [];
  return { code, retryable };
}
