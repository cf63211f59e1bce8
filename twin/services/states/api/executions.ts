// Starting, stopping, describing, listing and redriving executions.
import type * as sdk from '@aws-sdk/client-sfn';
import { AwsError } from '../../../host/aws-error.ts';
import type { Operations } from '../../../host/operations.ts';
import type { ServiceHost } from '../../../host/service.ts';
import { checkArn, checkExecutionArn, parseMachineArn } from './arns.ts';
import { describeExecution, redriveStatus } from './describe-execution.ts';
import { historyPage } from './history-page.ts';
import type { Launcher } from './launch.ts';
import { pageOf } from './paging.ts';
import { executionDoesNotExist, resourceNotFound, validation } from './problems.ts';
import type { ExecutionRecord, MachineRecord, Store } from './store.ts';

export function executionOperations(
  host: ServiceHost,
  store: Store,
  launcher: Launcher,
): Operations<typeof sdk> {
  function find(arn: string | undefined): ExecutionRecord {
    const record = store.executions.get(checkExecutionArn(arn));
    if (record === undefined) throw executionDoesNotExist(arn ?? '');
    return record;
  }

  return {
    DescribeExecution({ executionArn, includedData }) {
      return describeExecution(find(executionArn), { withData: includedData !== 'METADATA_ONLY' });
    },
    DescribeStateMachineForExecution({ executionArn, includedData }) {
      const record = find(executionArn);
      const { machine, revision } = record;
      return {
        stateMachineArn: machine.arn,
        name: machine.name,
        definition: includedData === 'METADATA_ONLY' ? '' : revision.definition,
        roleArn: revision.roleArn,
        updateDate: revision.updated,
        ...revision.settings,
        ...(record.mapRunArn === undefined ? {} : { mapRunArn: record.mapRunArn }),
        ...(machine.updated ? { revisionId: revision.revisionId } : {}),
      };
    },
    GetExecutionHistory: (input) => historyPage(find(input.executionArn), input),
    ListExecutions(input) {
      const all = listed(store, input).filter(
        ({ status }) => input.statusFilter === undefined || status === input.statusFilter,
      );
      const { items, next } = pageOf(all.reverse(), input, { tokenLengthMax: 3096 });
      return { executions: items.map(summarise), ...next };
    },
    StopExecution({ executionArn, error, cause }) {
      const record = find(executionArn);
      if (record.status === 'RUNNING') record.running?.abort(error, cause);
      return { stopDate: record.stopped ?? host.clock.date() };
    },
    RedriveExecution({ executionArn }) {
      const record = find(executionArn);
      const { redriveStatusReason } = redriveStatus(record, host.clock.now());
      const reason = record.mapRunArn === undefined ? redriveStatusReason : REDRIVEN_WITH_MAP_RUN;
      if (reason !== undefined) throw new AwsError('ExecutionNotRedrivable', reason);
      launcher.redrive(record);
      return { redriveDate: host.clock.date() };
    },
  };
}

const REDRIVEN_WITH_MAP_RUN = 'Execution is a child of a map run and is redriven with it';

function listed(store: Store, input: sdk.ListExecutionsInput): ExecutionRecord[] {
  if (input.mapRunArn !== undefined) {
    const mapRun = store.mapRuns.get(checkArn(input.mapRunArn));
    if (mapRun === undefined) throw resourceNotFound(input.mapRunArn);
    return [...mapRun.children];
  }
  if (input.stateMachineArn === undefined) {
    throw validation('Either stateMachineArn or mapRunArn must be specified');
  }
  const { qualifier } = parseMachineArn(input.stateMachineArn);
  const machine = store.machine(input.stateMachineArn);
  if (machine.type === 'EXPRESS') throw notForExpress();
  return executionsOf(store, machine).filter(
    ({ versionArn, aliasArn }) =>
      qualifier === undefined ||
      versionArn === input.stateMachineArn ||
      aliasArn === input.stateMachineArn,
  );
}

const executionsOf = (store: Store, machine: MachineRecord): ExecutionRecord[] =>
  [...store.executions.values()].filter(
    (record) => record.machine === machine && record.mapRunArn === undefined,
  );

const notForExpress = (): AwsError =>
  new AwsError(
    'StateMachineTypeNotSupported',
    'This operation is not supported by this type of state machine',
  );

function summarise(record: ExecutionRecord): sdk.ExecutionListItem {
  return {
    executionArn: record.arn,
    stateMachineArn: record.machine.arn,
    name: record.name,
    status: record.status,
    startDate: record.started,
    ...(record.stopped === undefined ? {} : { stopDate: record.stopped }),
    ...(record.mapRunArn === undefined
      ? {}
      : { mapRunArn: record.mapRunArn, itemCount: record.itemCount }),
    ...(record.versionArn === undefined ? {} : { stateMachineVersionArn: record.versionArn }),
    ...(record.aliasArn === undefined ? {} : { stateMachineAliasArn: record.aliasArn }),
    redriveCount: record.redriveCount,
    ...(record.redriven === undefined ? {} : { redriveDate: record.redriven }),
  };
}
