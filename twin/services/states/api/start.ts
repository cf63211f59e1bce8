// StartExecution and StartSyncExecution.
import type * as sdk from '@aws-sdk/client-sfn';
import { AwsError } from '../../../host/aws-error.ts';
import type { Operations } from '../../../host/operations.ts';
import type { ServiceHost } from '../../../host/service.ts';
import type { World } from '../engine/model.ts';
import { executionInput } from './json-text.ts';
import type { Launch, Launcher } from './launch.ts';
import { checkName } from './names.ts';
import { route } from './routing.ts';
import type { ExecutionRecord, MachineRecord, Store } from './store.ts';

/** Duration is billed in steps of 100 ms, at least one; memory in chunks of 64 MB. */
const BILLED_STEP_MS = 100;
const BILLED_MEMORY_MB = 64;

/** The world of a test case of a mock configuration. */
export type MockWorld = (machineName: string, testCase: string) => World;

export function startOperations(options: {
  readonly host: ServiceHost;
  readonly store: Store;
  readonly launcher: Launcher;
  readonly mockWorld: MockWorld;
}): Operations<typeof sdk> {
  const { host, store, launcher, mockWorld } = options;

  function prepare(input: sdk.StartExecutionInput | sdk.StartSyncExecutionInput): Launch {
    // `#TestCase` after the ARN selects mocked responses, as in Step Functions Local.
    const [arn, testCase] = (input.stateMachineArn ?? '').split('#');
    const machine = store.machine(arn);
    const name = input.name === undefined ? host.ids.uuid() : checkName(input.name);
    const express = machine.type === 'EXPRESS';
    return {
      ...route(machine, arn ?? '', host.random),
      machine,
      name,
      express,
      arn: executionArn(host, machine, name),
      input: executionInput(input.input).text(),
      traceHeader: input.traceHeader,
      world: testCase === undefined ? undefined : mockWorld(machine.name, testCase),
    };
  }

  return {
    StartExecution(input) {
      const launch = prepare(input);
      const known = store.executions.get(launch.arn);
      if (known !== undefined) return restarted(known, launch);
      const { record } = launcher.start(launch);
      return { executionArn: record.arn, startDate: record.started };
    },
    async StartSyncExecution(input) {
      const launch = prepare(input);
      if (!launch.express) throw typeNotSupported();
      const { record, finished } = launcher.start(launch);
      await finished;
      return syncResult(record);
    },
  };
}

function executionArn(host: ServiceHost, machine: MachineRecord, name: string): string {
  return machine.type === 'EXPRESS'
    ? host.arn('states', `express:${machine.name}:${name}:${host.ids.uuid()}`)
    : host.arn('states', `execution:${machine.name}:${name}`);
}

/** Starting a running execution again with the same input is no mistake. */
function restarted(known: ExecutionRecord, launch: Launch): sdk.StartExecutionOutput {
  if (known.status === 'RUNNING' && known.input === launch.input) {
    return { executionArn: known.arn, startDate: known.started };
  }
  throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${known.arn}'`);
}

const typeNotSupported = (): AwsError =>
  new AwsError(
    'StateMachineTypeNotSupported',
    'This operation is not supported by this type of state machine',
  );

function syncResult(record: ExecutionRecord): sdk.StartSyncExecutionOutput {
  const stopped = record.stopped ?? record.started;
  const durationMs = stopped.getTime() - record.started.getTime();
  const steps = Math.max(1, Math.ceil(durationMs / BILLED_STEP_MS));
  return {
    executionArn: record.arn,
    stateMachineArn: record.machine.arn,
    name: record.name,
    startDate: record.started,
    stopDate: stopped,
    status:
      record.status === 'SUCCEEDED' || record.status === 'TIMED_OUT' ? record.status : 'FAILED',
    ...(record.error === undefined ? {} : { error: record.error }),
    ...(record.cause === undefined ? {} : { cause: record.cause }),
    input: record.input,
    inputDetails: { included: true },
    ...(record.output === undefined ? {} : { output: record.output }),
    outputDetails: { included: true },
    billingDetails: {
      billedMemoryUsedInMB: BILLED_MEMORY_MB,
      billedDurationInMilliseconds: steps * BILLED_STEP_MS,
    },
  };
}
