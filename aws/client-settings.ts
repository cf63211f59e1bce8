// How every SDK client behaves: bounded retries, bounded waits.
import { NodeHttpHandler } from '@smithy/node-http-handler';

const ATTEMPTS_MAX = 4;
const CONNECT_MS = 2000;
/** A call that was not answered by then may or may not have taken effect: read back, then try again. */
const ANSWER_MS = 8000;

/** Shared by all clients of a process: connections stay open from one call to the next. */
const connections = new NodeHttpHandler({
  connectionTimeout: CONNECT_MS,
  requestTimeout: ANSWER_MS,
  throwOnRequestTimeout: true,
});

export const clientSettings = () => ({
  maxAttempts: ATTEMPTS_MAX,
  requestHandler: connections,
  // No client is changed after it was made: what a command goes through is worked out once.
  cacheMiddleware: true,
});
