// A twin behind a port of the loopback interface, for everything that speaks to AWS by HTTP.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WireRequest, WireResponse } from '../gateway/wire.ts';
import { LostCall } from '../host/aws-error.ts';
import type { Twin } from '../twin.ts';
import { answer, CONTROL_PREFIX, createControl } from './control.ts';
import { DEFAULT_GRACE_MS, type Speed, startPacer } from './pacer.ts';
import { BodyTooLarge, readRequest, writeResponse } from './request.ts';
import { refusalOf } from './visitors.ts';
import { type WallClock, wallClock } from './wall-clock.ts';

export interface ServeOptions {
  readonly speed: Speed;
  /** A free one when absent. */
  readonly port?: number;
  /** At full speed: how long clients have, in real time, to answer a task token before its time is up. */
  readonly graceMs?: number;
  readonly wall?: WallClock;
}

export interface ServedTwin {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  setSpeed(speed: Speed): void;
  speed(): Speed;
  /** Stops listening and time; calls that are under way have a moment to end. */
  close(): Promise<void>;
  /** Settles when time stopped; rejects if the twin had a defect. */
  readonly stopped: Promise<void>;
}

const HOST = '127.0.0.1';
/** What calls that are under way have, in real time, when the door closes. */
const CLOSING_MS = 500;
/** Node answers 431 to more; AWS publishes no common bound. */
const HEADER_BYTES_MAX = 16 * 1024;

export async function serveTwin(twin: Twin, options: ServeOptions): Promise<ServedTwin> {
  const { speed, graceMs = DEFAULT_GRACE_MS, wall = wallClock } = options;
  const server = createServer({ maxHeaderSize: HEADER_BYTES_MAX });
  const port = await listen(server, options.port ?? 0);
  const pacer = startPacer({ clock: twin.clock, pump: twin.pump, speed, wall, graceMs });
  const control = createControl(twin, pacer);

  function handle(request: WireRequest): Promise<WireResponse> {
    if (request.path.startsWith(CONTROL_PREFIX)) return control(request);
    return twin.gateway.handle(request);
  }

  server.on('request', (incoming, outgoing) => {
    const leave = pacer.visit();
    respond(handle, incoming, outgoing).finally(leave);
  });
  return {
    url: `http://${HOST}:${port}`,
    stopped: pacer.stopped,
    setSpeed: pacer.setSpeed,
    speed: pacer.speed,
    async close() {
      await closeDoor(server, wall);
      await pacer.stop();
    },
  };
}

async function respond(
  handle: (request: WireRequest) => Promise<WireResponse>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const refusal = refusalOf(incoming.headers);
  if (refusal !== undefined) {
    outgoing.setHeader('connection', 'close');
    return writeResponse(outgoing, answer(403, { message: refusal }));
  }
  try {
    writeResponse(outgoing, await handle(await readRequest(incoming)));
  } catch (error) {
    // An answer that is lost on its way is a connection that breaks.
    if (error instanceof LostCall || outgoing.destroyed) return void outgoing.destroy();
    outgoing.setHeader('connection', 'close');
    const status = error instanceof BodyTooLarge ? 413 : 500;
    writeResponse(outgoing, answer(status, { message: String(error) }));
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

async function closeDoor(server: Server, wall: WallClock): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const patience = wall.rest(CLOSING_MS);
  await Promise.race([closed, patience.over]);
  patience.cutShort();
  server.closeAllConnections();
  await closed;
}
