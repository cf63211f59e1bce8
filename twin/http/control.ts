// The twin's own endpoints under /_twin: time, trace, faults, and how versions behave.
import * as z from 'zod';
import { bodyText, type WireRequest, type WireResponse } from '../gateway/wire.ts';
import { versionSchema } from '../scenario/schema.ts';
import { DEFAULT_REGION, type Twin } from '../twin.ts';
import { changeBehaviour } from '../users/versions.ts';
import { rulesSchema } from './fault-rules.ts';
import type { Pacer } from './pacer.ts';
import { createTraceLog } from './trace-log.ts';

export const CONTROL_PREFIX = '/_twin/';

export type Control = (request: WireRequest) => Promise<WireResponse>;

type Endpoint = (request: WireRequest) => object | Promise<object>;

/** Ten years; an execution may last one. */
const ADVANCE_SECONDS_MAX = 315_360_000;
const TRACE_LIMIT = { default: 1_000, max: 10_000 };

const advanceSchema = z.strictObject({ seconds: z.number().min(0).max(ADVANCE_SECONDS_MAX) });
const traceSchema = z.strictObject({
  from: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(TRACE_LIMIT.max).default(TRACE_LIMIT.default),
});

/** As `Speed` says: times the wall clock, or one of its names. */
const speedSchema = z.strictObject({
  speed: z.union([z.enum(['max', 'manual']), z.number().positive()]),
});
const regionSchema = z.strictObject({ region: z.string().min(1).default(DEFAULT_REGION) });
const VERSIONS_MAX = 1_000;
const versionsSchema = z.preprocess(
  (given) => [given].flat(),
  z.array(versionSchema).min(1).max(VERSIONS_MAX),
);

class BadInput extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super('bad input');
    this.problems = problems;
  }
}

export function createControl(twin: Twin, pacer: Pacer): Control {
  const { clock, faults, trace } = twin;
  const log = createTraceLog(trace);
  const time = () => ({ now: clock.date().toISOString() });
  const pace = () => ({ ...time(), next: iso(clock.next()), speed: pacer.speed() });
  const rules = () => ({ rules: faults.list(), struck: faults.counts() });
  const endpoints: Readonly<Record<string, Endpoint>> = {
    'GET time': pace,
    'POST speed'(request) {
      pacer.setSpeed(read(speedSchema, parseBody(request)).speed);
      return pace();
    },
    async 'POST advance'(request) {
      await pacer.advance(read(advanceSchema, parseBody(request)).seconds);
      return time();
    },
    'GET trace'(request) {
      const { from, limit } = read(traceSchema, request.query);
      const page = log.page(from, limit);
      const records = page.records.map(({ at, ...rest }) => ({ at: iso(at), ...rest }));
      return { ...time(), hash: trace.hash(), ...page, records };
    },
    'GET faults': rules,
    'POST faults'(request) {
      for (const rule of read(rulesSchema, parseBody(request))) faults.add(rule);
      return rules();
    },
    'DELETE faults'() {
      faults.clear();
      return rules();
    },
    'POST versions'(request) {
      const { region } = read(regionSchema, request.query);
      const versions = read(versionsSchema, parseBody(request));
      const ecs = twin.peer('ecs', region);
      for (const version of versions) {
        trace.add('versions', version);
        ecs.setBehaviours(changeBehaviour(ecs.behaviours(), version));
      }
      return time();
    },
  };
  return async (request) => {
    const name = `${request.method} ${request.path.slice(CONTROL_PREFIX.length)}`;
    const endpoint = Object.hasOwn(endpoints, name) ? endpoints[name] : undefined;
    if (endpoint === undefined) return notFound(Object.keys(endpoints));
    try {
      return answer(200, await endpoint(request));
    } catch (error) {
      if (error instanceof BadInput) return answer(400, { problems: error.problems });
      throw error;
    }
  };
}

const iso = (time: number | undefined): string | null =>
  time === undefined ? null : new Date(time).toISOString();

function notFound(names: readonly string[]): WireResponse {
  const endpoints = names.map((name) => name.replace(' ', ` ${CONTROL_PREFIX}`));
  return answer(404, { problems: [`there are only: ${endpoints.join(', ')}`] });
}

export const answer = (statusCode: number, document: object): WireResponse => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: `${JSON.stringify(document)}\n`,
});

function parseBody(request: WireRequest): unknown {
  try {
    return JSON.parse(bodyText(request));
  } catch (error) {
    throw new BadInput([`the body is not JSON: ${(error as Error).message}`]);
  }
}

function read<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new BadInput(
    result.error.issues.map(({ path, message }) =>
      path.length === 0 ? message : `${path.join('.')}: ${message}`,
    ),
  );
}
