// TestState: runs one state by itself, with real or mocked tasks, and shows what each stage of its data flow gave.
import type * as sdk from '@aws-sdk/client-sfn';
import type { Operations } from '../../../host/operations.ts';
import type { ServiceHost } from '../../../host/service.ts';
import { executionInput } from '../api/json-text.ts';
import { type CompiledState, compileCode, languageOf } from '../engine/compile.ts';
import type { Frame, World } from '../engine/model.ts';
import { createThread } from '../engine/run.ts';
import { createScope } from '../engine/scope.ts';
import { createHistory } from '../history/history.ts';
import { isObject, type JsonObject, type Payload, payloadFrom, payloadOf } from '../json.ts';
import { checkContext } from './context.ts';
import { createInspector } from './inspection.ts';
import { mockFor } from './mock.ts';
import { judge } from './outcome.ts';
import { checkRequest } from './request.ts';
import { findState } from './tested-state.ts';

/** The context object calls the state so, whatever its name. */
const STATE_NAME = 'StateName';

export function testStateOperations(host: ServiceHost, world: World): Operations<typeof sdk> {
  return {
    async TestState(input) {
      const tested = findState(input.definition ?? '', input.stateName);
      checkRequest(input, tested);
      const mock = await mockFor(host.pump, input, tested.state);
      const context = checkContext(input.context, tested.state);
      const code = compileCode(STATE_NAME, tested.state, languageOf(tested.machine, 'JSONPath'));
      const inspector = createInspector(input, code.type);
      const frame = frameFor(host, {
        input,
        code,
        context,
        world: mock === undefined ? world : { ...world, tasks: mock.tasks },
        inspect: inspector.inspect,
        mock,
      });
      return judge({ frame, code, inspector, retries: retriesOf(input) });
    },
  };
}

const retriesOf = (input: sdk.TestStateInput): number =>
  input.stateConfiguration?.retrierRetryCount ?? 0;

interface FrameParts {
  readonly input: sdk.TestStateInput;
  readonly code: CompiledState;
  readonly context: JsonObject | undefined;
  readonly world: World;
  readonly inspect: Frame['inspect'];
  readonly mock: Frame['mock'];
}

function frameFor(host: ServiceHost, parts: FrameParts): Frame {
  const { input: request, code, context, world, inspect, mock } = parts;
  const input = executionInput(request.input);
  const now = host.clock.date().toISOString();
  const machine = host.ids.uuid();
  const name = host.ids.uuid();
  return {
    state: { name: STATE_NAME, type: code.type },
    input,
    inspect,
    mock,
    enteredTime: now,
    enteredEventId: 0,
    eventIdBefore: 0,
    retryCount: retriesOf(request),
    thread: createThread({
      scope: createScope(),
      lastEventId: 0,
      variables: variablesOf(request.variables),
    }),
    execution: {
      input,
      world,
      mapRun: undefined,
      transitionMs: 0,
      history: createHistory({ now: () => host.clock.now(), keep: false }),
      identity: {
        id: host.arn('states', `express:${machine}:${name}`),
        name,
        roleArn: request.roleArn ?? null,
        startTime: now,
        stateMachineId: host.arn('states', `stateMachine:${machine}`),
        stateMachineName: machine,
        ...(context === undefined ? {} : { context }),
      },
    },
  };
}

function variablesOf(text: string | undefined): ReadonlyMap<string, Payload> {
  const { value } = payloadFrom(text ?? '{}');
  const entries = Object.entries(isObject(value) ? value : {});
  return new Map(entries.map(([name, variable]) => [name, payloadOf(variable)]));
}
