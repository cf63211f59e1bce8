// Map runs: what a distributed Map started, and how far it has come.
import type * as sdk from '@aws-sdk/client-sfn';
import type { Operations } from '../../../host/operations.ts';
import type { ServiceHost } from '../../../host/service.ts';
import type { MapRuns } from '../engine/model.ts';
import type { JsonObject } from '../json.ts';
import { checkArn } from './arns.ts';
import { redriveStatus } from './describe-execution.ts';
import type { Launcher } from './launch.ts';
import { pageOf } from './paging.ts';
import { executionDoesNotExist, resourceNotFound } from './problems.ts';
import type { ExecutionRecord, MapRunRecord, Store } from './store.ts';

export function createMapRuns(host: ServiceHost, store: Store, launcher: Launcher): MapRuns {
  return {
    start({ execution, stateName, label, ...limits }) {
      const parent = parentOf(store, execution.identity.id);
      const record = newRecord(host, parent, label ?? stateName, limits);
      store.mapRuns.set(record.arn, record);
      return {
        mapRunArn: record.arn,
        itemsCounted: (total) => {
          record.itemCount = total;
        },
        finish(status) {
          record.status = status;
          record.stopped = host.clock.date();
        },
        resultsWritten() {
          record.resultsWritten = record.itemCount;
        },
        async runChild({ machine, input, variables, scope, express, itemCount }) {
          const name = host.ids.uuid();
          const kind = express ? 'express' : 'execution';
          const { record: child, finished } = launcher.start({
            arn: host.arn('states', `${kind}:${parent.machine.name}/${label ?? stateName}:${name}`),
            name,
            machine: parent.machine,
            revision: parent.revision,
            input: input.text(),
            express,
            child: { mapRunArn: record.arn, machine, variables, scope, itemCount },
          });
          record.children.push(child);
          const outcome = await finished;
          return { outcome, describe: () => describeChild(child, label ?? stateName, express) };
        },
      };
    },
  };
}

/** Members in the order and the spelling of the files that ResultWriter leaves. */
function describeChild(child: ExecutionRecord, label: string, express: boolean): JsonObject {
  const { redriveStatus: status = '', redriveStatusReason: reason } = redriveStatus(child);
  return {
    ...(child.cause === undefined ? {} : { Cause: child.cause }),
    ...(child.error === undefined ? {} : { Error: child.error }),
    ExecutionArn: child.arn,
    Input: child.input,
    InputDetails: { Included: true },
    Name: child.name,
    ...(child.output === undefined
      ? {}
      : { Output: child.output, OutputDetails: { Included: true } }),
    ...(express ? {} : { RedriveCount: child.redriveCount, RedriveStatus: status }),
    ...(express || reason === undefined ? {} : { RedriveStatusReason: reason }),
    StartDate: child.started.toISOString(),
    StateMachineArn: `${child.machine.arn}/${label}`,
    Status: child.status,
    ...(child.stopped === undefined ? {} : { StopDate: child.stopped.toISOString() }),
  };
}

function parentOf(store: Store, arn: string): ExecutionRecord {
  const parent = store.executions.get(arn);
  if (parent === undefined) throw executionDoesNotExist(arn);
  return parent;
}

function newRecord(
  host: ServiceHost,
  parent: ExecutionRecord,
  label: string,
  limits: Pick<
    MapRunRecord,
    'maxConcurrency' | 'toleratedFailureCount' | 'toleratedFailurePercentage'
  >,
): MapRunRecord {
  return {
    arn: host.arn('states', `mapRun:${parent.machine.name}/${label}:${host.ids.uuid()}`),
    execution: parent,
    machine: parent.machine,
    started: host.clock.date(),
    stopped: undefined,
    status: 'RUNNING',
    itemCount: 0,
    resultsWritten: 0,
    children: [],
    ...limits,
  };
}

export function mapRunOperations(store: Store): Operations<typeof sdk> {
  function find(arn: string | undefined): MapRunRecord {
    const record = store.mapRuns.get(checkArn(arn));
    if (record === undefined) throw resourceNotFound(arn ?? '');
    return record;
  }

  return {
    DescribeMapRun: ({ mapRunArn }) => describe(find(mapRunArn)),
    ListMapRuns(input) {
      const arn = checkArn(input.executionArn);
      if (!store.executions.has(arn)) throw executionDoesNotExist(arn);
      const runs = [...store.mapRuns.values()].filter(({ execution }) => execution.arn === arn);
      const { items, next } = pageOf(runs, input);
      return {
        mapRuns: items.map((run) => ({
          executionArn: arn,
          mapRunArn: run.arn,
          stateMachineArn: run.machine.arn,
          startDate: run.started,
          ...(run.stopped === undefined ? {} : { stopDate: run.stopped }),
        })),
        ...next,
      };
    },
    UpdateMapRun(input) {
      const record = find(input.mapRunArn);
      record.maxConcurrency = input.maxConcurrency ?? record.maxConcurrency;
      record.toleratedFailureCount = input.toleratedFailureCount ?? record.toleratedFailureCount;
      record.toleratedFailurePercentage =
        input.toleratedFailurePercentage ?? record.toleratedFailurePercentage;
      return {};
    },
  };
}

function describe(run: MapRunRecord): sdk.DescribeMapRunOutput {
  return {
    mapRunArn: run.arn,
    executionArn: run.execution.arn,
    status: run.status,
    startDate: run.started,
    ...(run.stopped === undefined ? {} : { stopDate: run.stopped }),
    maxConcurrency: run.maxConcurrency,
    toleratedFailureCount: run.toleratedFailureCount,
    toleratedFailurePercentage: run.toleratedFailurePercentage,
    itemCounts: counts(run, run.itemCount, ({ itemCount }) => itemCount),
    executionCounts: counts(run, run.children.length, () => 1),
    redriveCount: 0,
  };
}

function counts(
  { children, resultsWritten }: MapRunRecord,
  total: number,
  weight: (child: ExecutionRecord) => number,
): sdk.MapRunItemCounts {
  const sum = (status: string) =>
    children
      .filter((child) => child.status === status)
      .reduce((count, child) => count + weight(child), 0);
  const [running, succeeded, failed, timedOut, aborted] = [
    sum('RUNNING'),
    sum('SUCCEEDED'),
    sum('FAILED'),
    sum('TIMED_OUT'),
    sum('ABORTED'),
  ];
  return {
    pending: Math.max(0, total - running - succeeded - failed - timedOut - aborted),
    running,
    succeeded,
    failed,
    timedOut,
    aborted,
    total,
    resultsWritten,
    failuresNotRedrivable: 0,
    pendingRedrive: 0,
  };
}
