// Starts executions on the interpreter, keeps their records up to date, and tells who wants to know of their end.
import type { ExecutionStatus } from '@aws-sdk/client-sfn';
import type { ServiceHost } from '../../../host/service.ts';
import type { ExecutionFaultRule } from '../../../kernel/faults.ts';
import { execute, type Resume } from '../engine/execute.ts';
import type { Execution, Identity, Machine, Outcome, Variables, World } from '../engine/model.ts';
import type { Scope } from '../engine/scope.ts';
import { createHistory } from '../history/history.ts';
import { payloadFrom } from '../json.ts';
import { describeExecution } from './describe-execution.ts';
import { createMeasure } from './measure.ts';
import { executionDoesNotExist } from './problems.ts';
import { announce } from './status-events.ts';
import type { ExecutionRecord, MachineRecord, Revision, Store } from './store.ts';

/** Express executions end after five minutes. */
const EXPRESS_SECONDS_MAX = 300;
/** How much longer each transition of a slow execution takes, unless the fault says. */
const SLOW_MS = 10_000;

export interface Launch {
  readonly arn: string;
  readonly name: string;
  readonly machine: MachineRecord;
  readonly revision: Revision;
  readonly input: string;
  readonly express: boolean;
  readonly versionArn?: string | undefined;
  readonly aliasArn?: string | undefined;
  readonly traceHeader?: string | undefined;
  /** For the children of a distributed map. */
  readonly child?: Child | undefined;
  readonly resume?: Resume | undefined;
  /** Plays recorded answers instead of calling services. */
  readonly world?: World | undefined;
}

interface Child {
  readonly mapRunArn: string;
  readonly machine: Machine;
  readonly variables: Variables;
  readonly scope: Scope;
  readonly itemCount: number;
}

export interface Launcher {
  start(launch: Launch): { readonly record: ExecutionRecord; readonly finished: Promise<Outcome> };
  /** Runs an ended execution again, in its own history. */
  redrive(record: ExecutionRecord): void;
  /** The description of an execution once it has ended. */
  ended(executionArn: string): Promise<object>;
}

export function createLauncher(options: {
  readonly host: ServiceHost;
  readonly store: Store;
  /** Built later, because maps start executions too. */
  readonly world: () => World;
}): Launcher {
  const { host, store, world } = options;
  const endings = new Map<string, Promise<Outcome>>();
  const measure = createMeasure(host);

  function run(record: ExecutionRecord, launch: Launch): Promise<Outcome> {
    const running = execute({
      machine: launch.child?.machine ?? launch.revision.machine,
      execution: executionOf(host, record, launch.world ?? world()),
      ...(launch.child === undefined ? {} : { variables: launch.child.variables }),
      ...(launch.child === undefined ? {} : { scope: launch.child.scope }),
      timeoutSeconds: launch.express ? EXPRESS_SECONDS_MAX : undefined,
      resume: launch.resume,
    });
    record.running = running;
    const finished = running.finished.then((outcome) => {
      conclude(host, record, outcome);
      // The executions of a map run are no executions of the machine.
      if (launch.child === undefined) measure.ended(record, outcome);
      announce(host, record, launch.express);
      endings.delete(record.arn);
      return outcome;
    });
    endings.set(record.arn, finished);
    announce(host, record, launch.express);
    return finished;
  }

  return {
    start(launch) {
      const record = newRecord(host, launch);
      // Express executions cannot be described: nobody needs to remember them.
      if (!launch.express) store.executions.set(record.arn, record);
      if (launch.child === undefined) measure.started(record);
      return { record, finished: run(record, launch) };
    },
    redrive(record) {
      const position = record.running?.position();
      record.redriveCount += 1;
      record.redriven = host.clock.date();
      record.status = 'RUNNING';
      record.stopped = undefined;
      record.error = undefined;
      record.cause = undefined;
      record.history.reopen();
      const { arn, name, machine, revision, input } = record;
      const resume =
        position === undefined
          ? undefined
          : {
              position,
              redriveCount: record.redriveCount,
              lastEventId: record.history.events().length,
            };
      run(record, { arn, name, machine, revision, input, express: false, resume });
    },
    async ended(executionArn) {
      const record = store.executions.get(executionArn);
      if (record === undefined) throw executionDoesNotExist(executionArn);
      await endings.get(executionArn);
      return describeExecution(record);
    },
  };
}

function newRecord(host: ServiceHost, launch: Launch): ExecutionRecord {
  const { arn, name, machine, revision, input, child } = launch;
  const record: ExecutionRecord = {
    arn,
    name,
    machine,
    revision,
    versionArn: launch.versionArn,
    aliasArn: launch.aliasArn,
    traceHeader: launch.traceHeader,
    input,
    started: host.clock.date(),
    history: createHistory({
      now: () => host.clock.now(),
      keep: !launch.express,
      onEvent: (atEvent) => {
        const fault = host.faults.strike('execution', { name: machine.name, atEvent }, kills);
        if (fault !== undefined) record.running?.abort(undefined, undefined);
      },
    }),
    mapRunArn: child?.mapRunArn,
    itemCount: child?.itemCount ?? 0,
    status: 'RUNNING',
    stopped: undefined,
    output: undefined,
    error: undefined,
    cause: undefined,
    running: undefined,
    redriveCount: 0,
    redriven: undefined,
  };
  return record;
}

const kills = ({ fault }: ExecutionFaultRule): boolean => fault === 'killed';
const slows = ({ fault }: ExecutionFaultRule): boolean => fault === 'slow';

function transitionMs(host: ServiceHost, { name }: MachineRecord): number {
  const fault = host.faults.strike('execution', { name }, slows);
  return fault === undefined ? 0 : (fault.delayMs ?? SLOW_MS);
}

function executionOf(host: ServiceHost, record: ExecutionRecord, world: World): Execution {
  const express = record.arn.split(':')[5] === 'express';
  const identity: Identity = {
    id: record.arn,
    name: record.name,
    roleArn: record.revision.roleArn,
    startTime: record.started.toISOString(),
    stateMachineId: record.machine.arn,
    stateMachineName: record.machine.name,
    ...(express ? {} : { redriveCount: record.redriveCount }),
  };
  const mapRun = record.mapRunArn === undefined ? undefined : { mapRunArn: record.mapRunArn };
  return {
    identity,
    input: payloadFrom(record.input),
    history: record.history,
    world,
    mapRun,
    transitionMs: transitionMs(host, record.machine),
  };
}

function conclude(host: ServiceHost, record: ExecutionRecord, outcome: Outcome): void {
  const ended = record;
  ended.status = outcome.status satisfies ExecutionStatus;
  ended.stopped = host.clock.date();
  // What succeeded is never run again.
  if (outcome.status === 'SUCCEEDED') ended.running = undefined;
  if (outcome.status === 'SUCCEEDED') ended.output = outcome.output.text();
  else {
    ended.error = outcome.error;
    ended.cause = outcome.reason;
  }
}
