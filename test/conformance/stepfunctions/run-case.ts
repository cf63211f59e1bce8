// Runs one recorded case on the bare interpreter, in virtual time.
import { VirtualClock } from '../../../twin/kernel/clock.ts';
import { createIds } from '../../../twin/kernel/ids.ts';
import { createPump } from '../../../twin/kernel/pump.ts';
import { createRandom } from '../../../twin/kernel/random.ts';
import { compileMachine } from '../../../twin/services/states/engine/compile.ts';
import { execute } from '../../../twin/services/states/engine/execute.ts';
import type { Execution, Outcome, World } from '../../../twin/services/states/engine/model.ts';
import { createHistory } from '../../../twin/services/states/history/history.ts';
import {
  isArray,
  isObject,
  type Json,
  type JsonObject,
  type Payload,
  payloadFrom,
  payloadOf,
} from '../../../twin/services/states/json.ts';
import { createEvaluator } from '../../../twin/services/states/jsonata/evaluator.ts';
import type { ExecutionCase } from './corpus.ts';
import { pythonJson, recordedObject, scriptedTasks } from './scripted-tasks.ts';

export interface CaseResult {
  readonly status: string;
  readonly output: Json | undefined;
  readonly error: string | null;
  readonly cause: string | null;
  readonly history: readonly JsonObject[];
}

const ARN = 'arn:aws:states:us-east-1:123456789012';

export async function runCase(testCase: ExecutionCase): Promise<CaseResult> {
  const clock = new VirtualClock(Date.UTC(2027, 0, 11));
  const world = worldFor(testCase, clock);
  const history = createHistory({ now: () => clock.now(), keep: true });
  const express = testCase.type === 'EXPRESS';
  const execution: Execution = {
    identity: {
      id: `${ARN}:${express ? 'express:machine:run:1f0e' : 'execution:machine:run'}`,
      name: 'run',
      roleArn: 'arn:aws:iam::123456789012:role/machine',
      startTime: clock.date().toISOString(),
      stateMachineId: `${ARN}:stateMachine:machine`,
      stateMachineName: 'machine',
      ...(express ? {} : { redriveCount: 0 }),
    },
    input: inputOf(testCase),
    history,
    world,
    mapRun: undefined,
    transitionMs: 0,
  };
  const running = execute({ machine: compileMachine(withArns(testCase.definition)), execution });
  if (testCase.expected.status === 'ABORTED')
    clock.after(1000, () => running.abort(undefined, undefined));
  const outcome = await createPump(clock).runUntil(running.finished);
  return { ...resultOf(outcome), history: JSON.parse(JSON.stringify(history.events())) };
}

/** Places that the recording test filled at run time. */
const withArns = (definition: JsonObject): JsonObject =>
  JSON.parse(
    JSON.stringify(definition).replaceAll(
      'LSX_create_activity____activityArn__',
      `${ARN}:activity:LSX_activity`,
    ),
  );

function resultOf(outcome: Outcome): Omit<CaseResult, 'history'> {
  if (outcome.status === 'SUCCEEDED') {
    return { status: 'SUCCEEDED', output: outcome.output.value, error: null, cause: null };
  }
  return {
    status: outcome.status,
    output: undefined,
    error: outcome.error ?? null,
    cause: outcome.reason ?? null,
  };
}

/** The recording has the input's own text where it is no object; Python wrote it. */
function inputOf({ input, history }: ExecutionCase): Payload {
  const details = history?.[0]?.['executionStartedEventDetails'];
  const text = isObject(details) ? details['input'] : undefined;
  if (typeof text === 'string' && !isObject(input)) return payloadFrom(text);
  return isArray(input) ? payloadFrom(pythonJson(input)) : payloadOf(input);
}

function worldFor(testCase: ExecutionCase, clock: VirtualClock): World {
  const random = createRandom(1);
  const ids = createIds(random.fork('ids'));
  const world: World = {
    clock,
    random: () => random.next(),
    uuid: ids.uuid,
    evaluator: createEvaluator({
      now: () => clock.now(),
      random: () => random.next(),
      uuid: ids.uuid,
    }),
    tasks: scriptedTasks(testCase),
    storage: {
      read: async () => Buffer.from(recordedObject(testCase.name)),
      list: async () => [],
      write: async () => undefined,
    },
    mapRuns: {
      start: ({ execution }) => ({
        mapRunArn: `${ARN}:mapRun:machine/label:${ids.uuid()}`,
        itemsCounted: () => {},
        finish: () => {},
        resultsWritten: () => {},
        runChild: async ({ machine, input, variables, scope }) => {
          const child = execute({
            machine,
            variables,
            scope,
            execution: {
              ...execution,
              input,
              history: createHistory({ now: () => clock.now(), keep: false }),
            },
          });
          return { outcome: await child.finished, describe: () => ({}) };
        },
      }),
    },
  };
  return world;
}
