// The mocked result or error of a request, once it has been checked against the state and the API it stands for.
import type { TestStateInput } from '@aws-sdk/client-sfn';
import type { Pump } from '../../../kernel/pump.ts';
import { validation } from '../api/problems.ts';
import type { Mock, TaskRunner } from '../engine/model.ts';
import { parseResource } from '../engine/resource.ts';
import { StateError } from '../errors/state-error.ts';
import {
  isArray,
  isObject,
  type Json,
  type JsonObject,
  type Payload,
  payloadFrom,
} from '../json.ts';
import { jsonProblem } from '../validation/json-syntax.ts';
import { checkAgainstApi } from './api-shape.ts';

export interface TestMock extends Mock {
  readonly tasks: TaskRunner;
}

export async function mockFor(
  pump: Pump,
  { mock, stateConfiguration }: TestStateInput,
  state: JsonObject,
): Promise<TestMock | undefined> {
  if (mock === undefined) return undefined;
  const payload = mock.result === undefined ? undefined : parse(mock.result);
  if (payload !== undefined) {
    checkShape(payload.value, state);
    await checkTask(pump, payload.value, { state, mode: mock.fieldValidationMode ?? 'STRICT' });
  }
  const result = (): Payload => {
    if (payload !== undefined) return payload;
    throw new StateError(mock.errorOutput?.error, mock.errorOutput?.cause);
  };
  const items = parse(stateConfiguration?.mapItemReaderData ?? '[]').value;
  return {
    result,
    items: isArray(items) ? items : [],
    failedIterations: stateConfiguration?.mapIterationFailureCount ?? 0,
    tasks: { region: '', token: () => 'token', run: async () => result() },
  };
}

function parse(text: string): Payload {
  if (jsonProblem(text) !== undefined) throw validation('Mocked result must be valid JSON');
  return payloadFrom(text);
}

function checkShape(result: Json, state: JsonObject): void {
  const writesResult = state['ResultWriter'] !== undefined;
  if (state['Type'] === 'Map' && writesResult && !isObject(result)) {
    throw validation('Mocked result must be a JSON object.');
  }
  const wantsList = state['Type'] === 'Parallel' || (state['Type'] === 'Map' && !writesResult);
  if (!wantsList) return;
  if (!isArray(result)) throw validation('Mocked result must be an array.');
  const branches = state['Branches'];
  if (isArray(branches) && branches.length !== result.length) {
    throw validation(
      'Mocked result must contain the same number of items as number of Parallel branches.',
    );
  }
}

async function checkTask(
  pump: Pump,
  result: Json,
  { state, mode }: { readonly state: JsonObject; readonly mode: string },
): Promise<void> {
  if (state['Type'] !== 'Task' || mode === 'NONE') return;
  const problem = await checkAgainstApi(
    pump,
    parseResource(String(state['Resource'])),
    result,
    mode,
  );
  if (problem !== undefined) throw validation(`Mock result schema validation error: ${problem}`);
}
