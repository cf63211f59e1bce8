// AWS's many ways to say "not now" become one name that machines retry; everything else keeps its own.
import type middy from '@middy/core';
import { unavailable } from '../../aws/failure.ts';

const TRANSIENT =
  /^(Throttl|TooManyRequests|RequestThrottled|Throttled|RequestLimitExceeded|ProvisionedThroughput|ServiceUnavailable|InternalFailure|InternalServer|InternalService|TimeoutError|RequestTimeout|NetworkingError|TransactionConflict)/;
/** What AWS says names the role and the action that it lacks. */
const DENIED = /^(AccessDenied|UnauthorizedOperation)/;
const SOCKET = ['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND'];

export const mapErrors = (): middy.MiddlewareObj => ({
  onError: (request) => {
    const { error } = request;
    if (error === null) return;
    if (isTransient(error)) request.error = unavailable(error.name, error);
    else if (DENIED.test(error.name)) error.message = `E502 ${error.message}`;
  },
});

function isTransient(error: Error): boolean {
  if (error.name.startsWith('Spillway.')) return false;
  const { code, $metadata } = error as {
    code?: string;
    $metadata?: { httpStatusCode?: number };
  };
  if (TRANSIENT.test(error.name) || SOCKET.includes(code ?? '')) return true;
  return ($metadata?.httpStatusCode ?? 0) >= 500;
}
