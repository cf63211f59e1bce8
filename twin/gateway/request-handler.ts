// Lets any SDK client talk to a gateway without a socket: hand it over as `requestHandler`.
import { Readable } from 'node:stream';
import type { HttpHandlerUserInput } from '@smithy/core/protocols';
import { type Gateway, toBytes, type WireResponse } from './wire.ts';

interface OutgoingRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export function createRequestHandler(gateway: Gateway): HttpHandlerUserInput {
  return {
    metadata: { handlerProtocol: 'h1' },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
    destroy: () => undefined,
    async handle(request: OutgoingRequest) {
      const response = await gateway.handle({
        method: request.method,
        path: request.path,
        query: request.query ?? {},
        headers: lowerCased(request.headers),
        body: toBytes(request.body),
      });
      return {
        response: {
          statusCode: response.statusCode,
          reason: '',
          headers: response.headers,
          body: bodyOf(response),
        },
      };
    },
  } as unknown as HttpHandlerUserInput;
}

/** Bytes that are all there need no stream, unless it is one that the client hands on. */
function bodyOf({ body, streamed = false }: WireResponse): Uint8Array | Readable {
  const bytes = toBytes(body);
  return streamed ? Readable.from([bytes], { objectMode: false }) : bytes;
}

const lowerCased = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
