// Who may come in. The door is on the loopback interface, but browsers carry other people's requests there.
import type { IncomingHttpHeaders } from 'node:http';

/** Names under which a client on this machine, or in a container on it, reaches the door. */
const LOCAL =
  /^(?:[a-z0-9.-]+\.|[a-z]+-)?(?:127\.0\.0\.1|localhost|\[::1\]|host\.docker\.internal)(?::\d+)?$/;
/** Names of AWS itself, which clients send that were told to connect here instead. */
const AWS = /\.(?:amazonaws\.com|on\.aws)(?::\d+)?$/;

/** Why a request is refused; undefined where it is welcome. */
export function refusalOf(headers: IncomingHttpHeaders): string | undefined {
  const { host = '' } = headers;
  const site = headers['sec-fetch-site'];
  if (headers.origin !== undefined || (site !== undefined && site !== 'none')) {
    return 'the twin answers no requests that a web page sent';
  }
  // A page whose own name was pointed at this machine sends neither of the above.
  if (!LOCAL.test(host) && !AWS.test(host)) {
    return `the twin is not called ${JSON.stringify(host)}; use 127.0.0.1 or localhost`;
  }
  return undefined;
}
