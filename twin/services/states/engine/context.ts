// The context object: `$$` in JSONPath, `$states.context` in JSONata.
import type { JsonObject } from '../json.ts';
import type { Frame } from './model.ts';

const COUNTS_RETRIES = new Set(['Task', 'Parallel', 'Map']);

export function contextOf(frame: Frame): JsonObject {
  const { identity, input } = frame.execution;
  if (identity.context !== undefined) return identity.context;
  return {
    Execution: {
      Id: identity.id,
      Input: input.value,
      StartTime: identity.startTime,
      Name: identity.name,
      RoleArn: identity.roleArn,
      ...(identity.redriveCount === undefined ? {} : { RedriveCount: identity.redriveCount }),
    },
    StateMachine: { Id: identity.stateMachineId, Name: identity.stateMachineName },
    State: {
      Name: frame.state.name,
      EnteredTime: frame.enteredTime,
      ...(COUNTS_RETRIES.has(frame.state.type) ? { RetryCount: frame.retryCount } : {}),
    },
    ...(frame.taskToken === undefined ? {} : { Task: { Token: frame.taskToken } }),
    ...mapContext(frame),
  };
}

function mapContext(frame: Frame): JsonObject {
  const item = frame.item ?? frame.thread.item;
  if (item === undefined) return {};
  return {
    Map: {
      Item: {
        Index: item.index,
        ...(item.key === undefined ? {} : { Key: item.key }),
        Value: item.value,
      },
    },
  };
}
