// From Node's requests to those of the gateway, and answers back; no more of a body than AWS itself would take.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WireRequest, WireResponse } from '../gateway/wire.ts';

/** The largest request of any service here: a function's code, 50 MB as base64, and the rest of the call. */
const BODY_BYTES_MAX = 70 * 1024 * 1024;

export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

export async function readRequest(incoming: IncomingMessage): Promise<WireRequest> {
  const [path = '/', search = ''] = splitOnce(incoming.url ?? '/', '?');
  return {
    method: incoming.method ?? 'GET',
    path,
    query: readQuery(search),
    headers: readHeaders(incoming),
    body: await readBody(incoming),
  };
}

export function writeResponse(outgoing: ServerResponse, response: WireResponse): void {
  const { statusCode, headers, body } = response;
  // The answer to HEAD tells the length of a body that it does not have.
  const told = outgoing.req?.method === 'HEAD' ? headers['content-length'] : undefined;
  // Node takes text as UTF-8 and counts its bytes.
  const length = told ?? Buffer.byteLength(body);
  outgoing.writeHead(statusCode, { ...headers, 'content-length': length });
  outgoing.end(body);
}

/** Reads to the end even what is too large, without keeping it: who still sends would not hear the answer. */
async function readBody(incoming: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes <= BODY_BYTES_MAX) chunks.push(chunk);
  }
  if (bytes <= BODY_BYTES_MAX) return Buffer.concat(chunks, bytes);
  throw new BodyTooLarge(`a request may have ${BODY_BYTES_MAX} bytes, got ${bytes}`);
}

function readHeaders(incoming: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
  );
}

function readQuery(search: string): Record<string, string | string[]> {
  const parameters = new URLSearchParams(search);
  const names = new Set(parameters.keys());
  return Object.fromEntries(
    [...names].map((name) => {
      const [first = '', ...more] = parameters.getAll(name);
      return [name, more.length === 0 ? first : [first, ...more]];
    }),
  );
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
