// Which requests fit together: what may be mocked, and what must be.
import type { TestStateInput } from '@aws-sdk/client-sfn';
import { AwsError } from '../../../host/aws-error.ts';
import { validation } from '../api/problems.ts';
import { parseResource, patternOf } from '../engine/resource.ts';
import type { JsonObject } from '../json.ts';
import type { TestedState } from './tested-state.ts';

const WITHOUT_CHILDREN = ['Task', 'Wait', 'Pass', 'Succeed', 'Fail', 'Choice'];
const MOCKABLE = ['Task', 'Map', 'Parallel'];

export function checkRequest(input: TestStateInput, { state }: TestedState): void {
  const { mock, stateConfiguration, revealSecrets } = input;
  const type = String(state['Type']);
  if (mock === undefined) {
    if (stateConfiguration?.mapIterationFailureCount !== undefined) {
      throw validation(
        'TestState does not support MapIterationFailureCount when a mock is not specified.',
      );
    }
    refuseWithoutMock(state, type);
    return;
  }
  if (mock.result !== undefined && mock.errorOutput !== undefined) {
    throw validation(
      'A test mock should have only one of the following fields: [result, errorOutput].',
    );
  }
  if (revealSecrets === true) {
    throw validation('TestState does not support RevealSecrets when a mock is specified.');
  }
  if (!MOCKABLE.includes(type)) {
    throw validation(`State type '${type}' is not supported when a mock is specified`);
  }
}

function refuseWithoutMock(state: JsonObject, type: string): void {
  if (type === 'Map' || type === 'Parallel') {
    throw new AwsError(
      'InvalidDefinition',
      `TestState API does not support Map or Parallel states. Supported state types include: [${WITHOUT_CHILDREN.join(', ')}]`,
    );
  }
  const waits = patternOf(parseResource(String(state['Resource']))) !== 'request';
  if (type === 'Task' && waits) {
    throw new AwsError(
      'InvalidDefinition',
      "TestState API does not support '.sync' and '.waitForTaskToken' service integration patterns without a mock",
    );
  }
}
