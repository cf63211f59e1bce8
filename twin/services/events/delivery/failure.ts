// What a failed call to a target means: under which code EventBridge reports it, and whether another try may help.
import { AwsError, LostCall } from '../../../host/aws-error.ts';

export interface Failure {
  readonly code: string;
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
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof LostCall) return { code: 'TIMEOUT', message, retryable: true };
  if (error instanceof UndeliverableInput) {
    return { code: 'INVALID_JSON', message, retryable: false };
  }
  if (!(error instanceof AwsError)) throw error;
  const [, code = 'SDK_CLIENT_ERROR', retryable = false] =
    KINDS.find(([pattern]) => pattern.test(error.name)) ?? [];
  const serverSide = (error.status ?? 400) >= 500 && error.status !== 501;
  return {
    code: serverSide ? 'ERROR_FROM_TARGET' : code,
    message,
    retryable: retryable || serverSide,
  };
}
