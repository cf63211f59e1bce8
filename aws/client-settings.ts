// How every SDK client behaves: bounded retries, bounded waits.
import { NodeHttpHandler } from '@smithy/node-http-handler';

const ATTEMPTS_MAX = 4;
const CONNECT_MS = 2000;
/** A call that was not answered by then may or may not have taken effect: read back, then try again. */
const ANSWER_MS = 8000;

export const clientSettings = () => ({
  maxAttempts: ATTEMPTS_MAX,
  requestHandler: new NodeHttpHandler({
    connectionTimeout: CONNECT_MS,
    requestTimeout: ANSWER_MS,
    throwOnRequestTimeout: true,
  }),
});
