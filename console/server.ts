// The console's server: 127.0.0.1 only, a token for each start, every request judged before it is routed.
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { send, sendJson } from './answer.ts';
import type { ReleaseBoard } from './board.ts';
import { refuseCaller, refuseRequest } from './guard.ts';
import { createLive } from './live.ts';
import type { Operator } from './operator.ts';
import { bundlePage } from './page.ts';
import { createRoutes, type Route } from './routes.ts';
import type { TwinControls } from './twin-controls.ts';

export interface ConsoleOptions {
  readonly board: ReleaseBoard;
  readonly operator: Operator;
  readonly twin?: TwinControls;
  /** Where the console looks, in a few words: account and region. */
  readonly place: string;
  /** 0: any free one. */
  readonly port?: number;
  /** How often what is looked at is read again. */
  readonly intervalMs?: number;
}

export interface Console {
  /** With the token behind `#`: it reaches the page, and no server, log or referrer. */
  readonly url: string;
  readonly port: number;
  readonly token: string;
  readonly routes: readonly Route[];
  close(): Promise<void>;
}

const INTERVAL_MS = 2000;
const TOKEN_BYTES = 24;
/** A request line and headers longer than this are nobody's here. */
const HEADER_BYTES_MAX = 8 * 1024;

export async function startConsole(options: ConsoleOptions): Promise<Console> {
  const { board, operator, twin = null, place } = options;
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const live = createLive(options.intervalMs ?? INTERVAL_MS);
  const page = await bundlePage();
  const routes = createRoutes({ board, operator, twin, live, page, place });
  const server = createServer({ maxHeaderSize: HEADER_BYTES_MAX }, (request, response) => {
    answer({ request, response, routes, token, port: portOf(server) }).catch((error: unknown) => {
      const reason = error instanceof Error ? error.name : 'unknown';
      if (response.headersSent) response.end();
      else sendJson(response, 502, { message: `could not be read: ${reason}` });
    });
  });
  await listen(server, options.port ?? 0);
  const port = portOf(server);
  return {
    port,
    token,
    routes,
    url: `http://127.0.0.1:${port}/#${token}`,
    close() {
      live.close();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function answer(call: {
  request: IncomingMessage;
  response: ServerResponse;
  routes: readonly Route[];
  token: string;
  port: number;
}): Promise<void> {
  const { request, response, routes, token, port } = call;
  const asked = {
    method: request.method ?? '',
    target: request.url ?? '',
    headers: request.headers,
  };
  const refusal = refuseRequest(asked, port);
  if (refusal !== undefined) return refuse(response, refusal);
  const path = asked.target.split('?', 1)[0] ?? '';
  const route = routes.find((each) => match(each.path, path) !== undefined);
  const unauthorised = route?.auth === 'anyone' ? undefined : refuseCaller(asked, token);
  if (unauthorised !== undefined) return refuse(response, unauthorised);
  const allowed = routes.find(
    (each) => each.method === asked.method && match(each.path, path) !== undefined,
  );
  if (allowed === undefined) {
    const status = route === undefined ? 404 : 405;
    return refuse(response, { status, reason: status === 404 ? 'not found' : 'wrong method' });
  }
  await allowed.handle({ request, response, parameters: match(allowed.path, path) ?? {} });
}

function refuse(
  response: ServerResponse,
  { status, reason }: { status: number; reason: string },
): void {
  send(response, status, { type: 'application/json', body: JSON.stringify({ message: reason }) });
}

/** The named segments, or undefined where the path does not fit. */
function match(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  const fits = wanted.every(
    (part, index) => part === given[index] || (part.startsWith(':') && given[index] !== undefined),
  );
  if (wanted.length !== given.length || !fits) return undefined;
  const pairs = wanted.flatMap((part, index) =>
    part.startsWith(':') ? [[part.slice(1), given[index] ?? '']] : [],
  );
  return Object.fromEntries(pairs);
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
