// A request and a response as they travel, whatever carries them.

export interface WireRequest {
  readonly method: string;
  /** Without the query string, still percent-encoded. */
  readonly path: string;
  readonly query: Readonly<Record<string, string | readonly string[] | null>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface WireResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** Whether clients read the body bit by bit, and so expect a stream. */
  readonly streamed?: boolean;
}

export interface Gateway {
  /** Throws LostCall when the answer never arrives. */
  handle(request: WireRequest, options?: { readonly latency: boolean }): Promise<WireResponse>;
}

export const bodyText = (request: WireRequest): string =>
  Buffer.from(request.body).toString('utf8');

export function toBytes(body: unknown): Uint8Array {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === 'string') return Buffer.from(body, 'utf8');
  // A plain view: the SDK's own arrays complain when they are treated as anything but bytes.
  if (body instanceof Uint8Array) {
    return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  }
  throw new TypeError('a request body must be text or bytes');
}
