// Wait: for a number of seconds, or until a point in time.
import type { Frame } from '../engine/model.ts';
import { STATES_ERRORS } from '../errors/names.ts';
import { FieldError, runtimeError } from '../errors/state-error.ts';
import { scopeOf } from '../flow/jsonpath-flow.ts';
import type { Json } from '../json.ts';
import { parsePath } from '../jsonpath/parse.ts';
import { selectOrFail } from '../jsonpath/scope.ts';
import { parseTimestamp } from '../timestamp.ts';
import { type CompileState, nextOf, type StateSource } from './compile-state.ts';

/** The time (in milliseconds since the epoch) at which the wait is over. */
type Until = (frame: Frame) => Promise<number>;

export const compileWait: CompileState = (source) => {
  const { definition, flow } = source;
  const next = nextOf(definition);
  const until = compileUntil(source);
  return {
    async work(frame) {
      const { clock } = frame.execution.world;
      const delayMs = (await until(frame)) - clock.now();
      if (delayMs > 0) await frame.thread.scope.guard(clock.sleep(delayMs));
      return { ...(await flow.finish(frame, flow.input(frame))), next };
    },
  };
};

function compileUntil(source: StateSource): Until {
  const { definition, flow } = source;
  const later = (frame: Frame, seconds: number) =>
    frame.execution.world.clock.now() + seconds * 1000;
  if (definition['SecondsPath'] !== undefined) {
    const read = compileRead(source, 'SecondsPath');
    return async (frame) => later(frame, checkSeconds(read(frame), definition['SecondsPath']));
  }
  if (definition['TimestampPath'] !== undefined) {
    const read = compileRead(source, 'TimestampPath');
    return async (frame) => checkTimestamp(read(frame), definition['TimestampPath']);
  }
  if (definition['Timestamp'] !== undefined) return compileTimestamp(source);
  const seconds = flow.number('Seconds', 'float');
  return async (frame) => later(frame, (await seconds(frame)) ?? 0);
}

function compileRead({ definition, flow }: StateSource, field: string): (frame: Frame) => Json {
  const path = parsePath(String(definition[field]));
  return (frame) => selectOrFail(path, scopeOf(frame, flow.input(frame))).value;
}

function checkSeconds(value: Json, path: Json | undefined): number {
  const seconds = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  if (typeof seconds !== 'number' || !Number.isInteger(seconds)) {
    throw runtimeError(
      `The SecondsPath parameter cannot be parsed as a long value: ${path} == ${JSON.stringify(value)}`,
    );
  }
  if (seconds >= 0) return seconds;
  throw runtimeError(
    `The SecondsPath parameter references a negative value: ${path} == ${seconds}`,
  );
}

function checkTimestamp(value: Json, path: Json | undefined): number {
  const time = typeof value === 'string' ? parseTimestamp(value) : undefined;
  if (time !== undefined) return time;
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  throw runtimeError(
    `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${path} == ${shown}`,
  );
}

function compileTimestamp({ flow }: StateSource): Until {
  const text = flow.string('Timestamp');
  return async (frame) => {
    const timestamp = (await text(frame)) ?? '';
    const time = parseTimestamp(timestamp);
    if (time !== undefined) return time;
    throw new FieldError(
      STATES_ERRORS.queryEvaluationError,
      `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${timestamp}`,
      'Timestamp',
    );
  };
}
