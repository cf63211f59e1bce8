// `node:http` and `node:https` of one execution environment: every request is handed to the twin, no socket is opened.
import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import { toBytes } from '../gateway/wire.ts';

export interface OutgoingRequest {
  readonly protocol: 'http:' | 'https:';
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface IncomingResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** Answers a request, or throws an error such as a socket would emit. */
export type Network = (request: OutgoingRequest, line: Line) => Promise<IncomingResponse>;

/** The connection of a request, on its way. */
export interface Line {
  /** Told where nobody takes it up. */
  hang(): void;
}

interface RequestOptions {
  readonly protocol?: string;
  readonly host?: string;
  readonly hostname?: string;
  readonly port?: number | string;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | number>>;
}

type OnResponse = (response: Readable) => void;

class Agent extends EventEmitter {
  readonly sockets = {};
  readonly requests = {};
  readonly maxSockets = 50;
  destroy(): void {}
}

class ClientRequest extends EventEmitter {
  readonly #chunks: Buffer[] = [];
  readonly #send: (body: Uint8Array) => void;
  destroyed = false;
  /** Nothing but a connection that does not come about needs to be seen. */
  socket: { readonly connecting: true } | undefined;

  constructor(send: (body: Uint8Array) => void) {
    super();
    this.#send = send;
  }

  // What a request without a socket has no use for.
  setTimeout(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setSocketKeepAlive(): this {
    return this;
  }

  setHeader(): this {
    return this;
  }

  flushHeaders(): void {}

  write(chunk: string | Uint8Array): boolean {
    this.#chunks.push(Buffer.from(toBytes(chunk)));
    return true;
  }

  end(chunk?: string | Uint8Array): this {
    if (chunk !== undefined && chunk !== null) this.write(chunk);
    this.#send(Buffer.concat(this.#chunks));
    return this;
  }

  destroy(error?: Error): this {
    this.destroyed = true;
    if (error !== undefined) this.emit('error', error);
    this.emit('close');
    return this;
  }
}

export function createHttps(network: Network, scheme: 'http:' | 'https:'): object {
  function request(
    target: string | URL | RequestOptions,
    second?: RequestOptions | OnResponse,
    third?: OnResponse,
  ): ClientRequest {
    const given = typeof target === 'string' || target instanceof URL ? fromUrl(target) : target;
    const options = typeof second === 'object' ? { ...given, ...second } : given;
    const onResponse = typeof second === 'function' ? second : third;
    const outgoing = new ClientRequest((body) => {
      const line: Line = {
        hang() {
          outgoing.socket = { connecting: true };
        },
      };
      network(toRequest({ protocol: scheme, ...options }, body), line).then(
        (answer) => {
          if (outgoing.destroyed) return;
          const response = toResponse(answer);
          outgoing.emit('response', response);
          onResponse?.(response);
        },
        (error) => {
          if (!outgoing.destroyed) outgoing.emit('error', error);
        },
      );
    });
    return outgoing;
  }
  const get = (...args: Parameters<typeof request>) => request(...args).end();
  return { request, get, Agent, globalAgent: new Agent() };
}

const fromUrl = (target: string | URL): RequestOptions => {
  const url = new URL(target);
  return {
    protocol: url.protocol,
    hostname: url.hostname,
    port: url.port,
    path: `${url.pathname}${url.search}`,
  };
};

function toRequest(options: RequestOptions, body: Uint8Array): OutgoingRequest {
  const [path = '/', search = ''] = (options.path ?? '/').split('?');
  const headers = Object.entries(options.headers ?? {}).map(([name, value]) => [
    name.toLowerCase(),
    String(value),
  ]);
  const port = options.port === undefined || options.port === '' ? '' : `:${options.port}`;
  return {
    protocol: options.protocol === 'http:' ? 'http:' : 'https:',
    host: `${options.hostname ?? options.host ?? ''}${port}`,
    method: options.method ?? 'GET',
    path,
    query: Object.fromEntries(new URLSearchParams(search)),
    headers: Object.fromEntries(headers),
    body,
  };
}

function toResponse({ statusCode, headers, body }: IncomingResponse): Readable {
  const stream = new Readable({
    read() {
      stream.push(Buffer.from(body as string));
      stream.push(null);
    },
  });
  return Object.assign(stream, { statusCode, statusMessage: '', headers });
}
