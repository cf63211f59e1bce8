// Who may speak to the console: this machine's browser, on this address, with this run's token. Decided before routing.
import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface Asked {
  readonly method: string;
  /** As it came over the wire: nothing decoded, nothing joined. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
}

export interface Refusal {
  readonly status: 400 | 403 | 405 | 415;
  readonly reason: string;
}

/**
 * What every request must satisfy, whatever it is for. A name in `Host` that is not ours is DNS rebinding;
 * a foreign `Origin` is somebody else's page; a path that is not in its normal form is a trick.
 */
export function refuseRequest(asked: Asked, port: number): Refusal | undefined {
  const { method, target, headers } = asked;
  if (!hostsOf(port).includes(headers.host ?? '')) return forbidden('this host is not served here');
  if (!isNormal(target)) return { status: 400, reason: 'the path is not in its normal form' };
  if (method !== 'GET' && method !== 'POST') return { status: 405, reason: 'GET or POST only' };
  if (isForeign(headers, port)) return forbidden('the request comes from another page');
  return method === 'POST' ? refusePost(headers) : undefined;
}

/** A form or an image of another page can send neither this header nor this content type. */
export function refuseCaller({ headers }: Asked, token: string): Refusal | undefined {
  const [scheme, given = ''] = (headers.authorization ?? '').split(' ');
  const known = scheme === 'Bearer' && isSame(given, token);
  return known ? undefined : forbidden('open the address that was printed at the start');
}

/** Constant time, so that a token cannot be guessed letter by letter. */
function isSame(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function refusePost(headers: IncomingHttpHeaders): Refusal | undefined {
  if (headers.origin === undefined) return forbidden('an Origin is needed');
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  if (type.trim().toLowerCase() === 'application/json') return undefined;
  return { status: 415, reason: 'application/json only' };
}

/** Browsers name the origin of whatever may change something, and of where a request comes from. */
function isForeign(headers: IncomingHttpHeaders, port: number): boolean {
  const { origin } = headers;
  const site = headers['sec-fetch-site'] ?? 'none';
  const ours = hostsOf(port).map((host) => `http://${host}`);
  if (origin !== undefined && !ours.includes(origin)) return true;
  // A link in a mail or a chat leads here as a cross-site navigation: only to the page, which holds nothing.
  const isNavigation = headers['sec-fetch-mode'] === 'navigate';
  return !isNavigation && site !== 'same-origin' && site !== 'none';
}

const hostsOf = (port: number): readonly string[] => [`127.0.0.1:${port}`, `localhost:${port}`];

const SEGMENT = /^[A-Za-z0-9._~-]+$/;

/** `/a/b?c`: plain segments, none of them empty, `.` or `..`, nothing percent-encoded in the path. */
function isNormal(target: string): boolean {
  const [path = ''] = target.split('?', 1);
  if (!path.startsWith('/') || target.includes('#')) return false;
  if (path === '/') return true;
  return path
    .slice(1)
    .split('/')
    .every((segment) => SEGMENT.test(segment) && segment !== '.' && segment !== '..');
}

const forbidden = (reason: string): Refusal => ({ status: 403, reason });
