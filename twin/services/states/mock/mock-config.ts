// Mock configuration files of Step Functions Local: a test case names, for states, the answers that their tasks give.

import { AwsError } from '../../../host/aws-error.ts';
import type { TaskCall, TaskRunner } from '../engine/model.ts';
import { patternOf } from '../engine/resource.ts';
import { StateError } from '../errors/state-error.ts';
import { type Json, type Payload, payloadOf } from '../json.ts';

export interface MockConfig {
  readonly StateMachines: Readonly<Record<string, { readonly TestCases: TestCases }>>;
  readonly MockedResponses: Readonly<Record<string, MockedResponse>>;
}

/** By test case, by state: the name of a response. */
type TestCases = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** By attempt (`"0"`) or range of attempts (`"1-2"`). */
type MockedResponse = Readonly<Record<string, MockedAttempt>>;

interface MockedAttempt {
  readonly Return?: Json;
  readonly Throw?: { readonly Error: string; readonly Cause: string };
}

/** States that the test case does not mention call the real service. */
export function mockedTasks(
  config: MockConfig | undefined,
  options: {
    readonly machineName: string;
    readonly testCase: string;
    readonly tasks: TaskRunner;
  },
): TaskRunner {
  const { machineName, testCase, tasks } = options;
  const states = config?.StateMachines[machineName]?.TestCases[testCase];
  if (states === undefined) {
    throw new AwsError(
      'ValidationException',
      `There is no test case ${testCase} for ${machineName} in the mock configuration`,
    );
  }
  const attempts = new Map<string, number>();
  return {
    region: tasks.region,
    token: tasks.token,
    async run(call) {
      const name = states[call.stateName];
      const response = name === undefined ? undefined : config?.MockedResponses[name];
      if (response === undefined) {
        // Only a real activity must exist.
        tasks.check?.(call.resource);
        return tasks.run(call);
      }
      const attempt = attempts.get(call.stateName) ?? 0;
      attempts.set(call.stateName, attempt + 1);
      return answer(call, attemptOf(response, attempt, `${name} for ${call.stateName}`));
    },
  };
}

function attemptOf(response: MockedResponse, attempt: number, what: string): MockedAttempt {
  const found = Object.entries(response).find(([range]) => {
    const [first = Number.NaN, last = first] = range.split('-').map(Number);
    return first <= attempt && attempt <= last;
  });
  if (found !== undefined) return found[1];
  throw new StateError('States.Runtime', `The mocked response ${what} has no attempt ${attempt}.`);
}

function answer(call: TaskCall, { Return: returned, Throw: thrown }: MockedAttempt): Payload {
  if (thrown !== undefined) throw new StateError(thrown.Error, thrown.Cause);
  const output = payloadOf(returned ?? null);
  if (call.resource.kind === 'service' && patternOf(call.resource) !== 'request') {
    call.submitted(output);
  }
  return output;
}
