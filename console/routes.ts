// Every address of the console, and who may use it. GET shows; only POST changes anything.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { decisionSchema } from '../core/contract/decision.ts';
import { readJson, send, sendJson, sendStream } from './answer.ts';
import type { ReleaseBoard } from './board.ts';
import type { Live } from './live.ts';
import type { Operator } from './operator.ts';
import { icon, type Page } from './page.ts';
import { type TwinControls, twinActionSchema } from './twin-controls.ts';

export interface Route {
  readonly method: 'GET' | 'POST';
  /** `:name` stands for one segment. */
  readonly path: string;
  /** `anyone` on this machine gets the page, which holds nothing; everything else needs the token. */
  readonly auth: 'anyone' | 'token';
  readonly handle: (call: Call) => Promise<void> | void;
}

export interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface Parts {
  readonly board: ReleaseBoard;
  readonly operator: Operator;
  readonly twin: TwinControls | null;
  readonly live: Live;
  readonly page: Page;
  /** Where the console looks, in a few words: account and region. */
  readonly place: string;
}

export function createRoutes(parts: Parts): readonly Route[] {
  return [...pageRoutes(parts), ...viewRoutes(parts), ...actionRoutes(parts)];
}

function pageRoutes({ page }: Parts): readonly Route[] {
  const shown = [
    ['/', page.shell],
    ['/services/:service', page.shell],
    ['/releases/:releaseId', page.shell],
    ['/history', page.shell],
    ['/page.js', page.script],
    ['/page.css', page.style],
    ['/icon.svg', icon],
  ] as const;
  return shown.map(([path, content]) => ({
    method: 'GET',
    path,
    auth: 'anyone',
    handle: ({ response }) => send(response, 200, content),
  }));
}

function viewRoutes({ board, twin, live, place }: Parts): readonly Route[] {
  const view = (path: string, read: (call: Call) => Promise<unknown>): readonly Route[] => [
    { method: 'GET', path: `/api/${path}`, auth: 'token', handle: once(read) },
    { method: 'GET', path: `/live/${path}`, auth: 'token', handle: watched(live, read) },
  ];
  const named = ({ parameters }: Call, name: string) => parameters[name] ?? '';
  return [
    ...view('overview', () => board.overview()),
    ...view('services/:service', (call) => board.service(named(call, 'service'))),
    ...view('releases/:releaseId', (call) => board.release(named(call, 'releaseId'))),
    ...view('history', () => board.history()),
    ...view('world', async () => ({ place, twin: (await twin?.state()) ?? null })),
  ];
}

const once =
  (read: (call: Call) => Promise<unknown>): Route['handle'] =>
  async (call) => {
    const found = await read(call);
    if (found === undefined) return sendJson(call.response, 404, { message: 'there is none' });
    return sendJson(call.response, 200, found);
  };

const watched =
  (live: Live, read: (call: Call) => Promise<unknown>): Route['handle'] =>
  (call) => {
    const { request, response } = call;
    sendStream(response);
    if (!live.watch(request.url ?? '', () => read(call), response)) {
      response.end('event: trouble\ndata: {"reason":"TooManyWatchers"}\n\n');
    }
  };

function actionRoutes({ operator, twin, live }: Parts): readonly Route[] {
  const decide: Route = {
    method: 'POST',
    path: '/api/decisions',
    auth: 'token',
    async handle({ request, response }) {
      const parsed = decisionSchema.safeParse(await readJson(request));
      if (!parsed.success) return sendJson(response, 400, { message: 'not a decision' });
      const answer = await operator.decide(parsed.data);
      live.refresh();
      return sendJson(response, statuses[answer.kind], answer);
    },
  };
  if (twin === null) return [decide];
  const steer: Route = {
    method: 'POST',
    path: '/api/twin',
    auth: 'token',
    async handle({ request, response }) {
      const parsed = twinActionSchema.safeParse(await readJson(request));
      if (!parsed.success) return sendJson(response, 400, { message: 'not an action' });
      const answer = await twin.act(parsed.data);
      live.refresh();
      return sendJson(response, statuses[answer.kind], answer);
    },
  };
  return [decide, steer];
}

const statuses = { done: 200, stale: 409, refused: 422 } as const;
