// Reads a mock configuration from outside, and says what is wrong with one that is not as it should be.
import { isObject, type Json, type JsonObject } from '../json.ts';
import type { MockConfig } from './mock-config.ts';

const ATTEMPTS = /^\d+(-\d+)?$/;

/** Throws an Error that names the place. */
export function readMockConfig(value: Json): MockConfig {
  const config = object(value, 'the mock configuration');
  const machines = object(config['StateMachines'], 'StateMachines');
  const responses = object(config['MockedResponses'] ?? {}, 'MockedResponses');
  for (const [name, response] of Object.entries(responses)) checkResponse(name, response);
  for (const [name, machine] of Object.entries(machines)) {
    const cases = object(object(machine, name)['TestCases'], `TestCases of ${name}`);
    for (const [testCase, states] of Object.entries(cases)) {
      checkTestCase(`${name}#${testCase}`, object(states, `${name}#${testCase}`), responses);
    }
  }
  // Every part was looked at above.
  return { StateMachines: machines, MockedResponses: responses } as unknown as MockConfig;
}

function object(value: Json | undefined, what: string): JsonObject {
  if (isObject(value)) return value;
  throw new Error(`${what} must be an object, but is ${JSON.stringify(value)}`);
}

function checkTestCase(place: string, states: JsonObject, responses: JsonObject): void {
  for (const [state, response] of Object.entries(states)) {
    if (typeof response !== 'string' || responses[response] === undefined) {
      throw new Error(
        `${place}: ${state} names ${JSON.stringify(response)}, which is no mocked response`,
      );
    }
  }
}

function checkResponse(name: string, response: Json): void {
  for (const [attempts, answer] of Object.entries(object(response, name))) {
    const { Return: returned, Throw: thrown } = object(answer, `${name} ${attempts}`);
    if (!ATTEMPTS.test(attempts)) {
      throw new Error(`${name}: ${attempts} is no attempt; "0" and "1-2" are`);
    }
    if ((returned === undefined) === (thrown === undefined)) {
      throw new Error(`${name} ${attempts}: exactly one of Return and Throw is needed`);
    }
    if (thrown !== undefined && typeof object(thrown, name)['Error'] !== 'string') {
      throw new Error(`${name} ${attempts}: Throw needs an Error`);
    }
  }
}
