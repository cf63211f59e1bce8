// Step Functions: machines, their executions, and the tokens of waiting tasks.
import type * as Sdk from '@aws-sdk/client-sfn';
import { defineActions, each, passes, type Scope, SOME_RESOURCE } from './table.ts';

const SERVICE = 'states.amazonaws.com';

const machineArn = ({ stateMachineArn }: { stateMachineArn?: string | undefined }) => ({
  on: [stateMachineArn ?? '*'],
});

const executionArn = ({ executionArn }: { executionArn?: string | undefined }) => ({
  on: [executionArn ?? '*'],
});

/**
 * CDK grants task responses on the state machine, and that works; the reference lists no resource.
 * A token of which nobody knows is left to the service, which says so.
 */
const waitingTask = ({ taskToken }: { taskToken?: string | undefined }, at: Scope) => ({
  on: [at.stateMachine(taskToken) ?? SOME_RESOURCE],
});

export const statesActions = defineActions<typeof Sdk>()('states', {
  ...each(
    [
      'StartExecution',
      'StartSyncExecution',
      'DescribeStateMachine',
      'DeleteStateMachine',
      'PublishStateMachineVersion',
      'ListStateMachineVersions',
      'ListStateMachineAliases',
    ],
    machineArn,
  ),
  ...each(
    [
      'DescribeExecution',
      'StopExecution',
      'RedriveExecution',
      'GetExecutionHistory',
      'DescribeStateMachineForExecution',
      'ListMapRuns',
    ],
    executionArn,
  ),
  ...each(['SendTaskSuccess', 'SendTaskFailure', 'SendTaskHeartbeat'], waitingTask),
  ListExecutions: ({ stateMachineArn, mapRunArn }) => ({
    on: [stateMachineArn ?? mapRunArn ?? '*'],
  }),
  DescribeMapRun: ({ mapRunArn }) => ({ on: [mapRunArn ?? '*'] }),
  UpdateMapRun: ({ mapRunArn }) => ({ on: [mapRunArn ?? '*'] }),
  CreateStateMachine: ({ name, roleArn }, at) => [
    { on: [at.arn('states', `stateMachine:${name}`)] },
    ...passes(SERVICE, roleArn),
  ],
  UpdateStateMachine: ({ stateMachineArn, roleArn }) => [
    { on: [stateMachineArn ?? '*'] },
    ...passes(SERVICE, roleArn),
  ],
  TestState: ({ roleArn }) => [{}, ...passes(SERVICE, roleArn)],
});
