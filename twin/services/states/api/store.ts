// What one region of the service remembers: machines with their versions and aliases, executions, map runs, activities, tags.
import type {
  CreateStateMachineInput,
  ExecutionStatus,
  MapRunStatus,
  RoutingConfigurationListItem,
  StateMachineType,
  Tag,
} from '@aws-sdk/client-sfn';
import type { RunningExecution } from '../engine/execute.ts';
import type { Machine } from '../engine/model.ts';
import type { History } from '../history/history.ts';
import { isVersion, parseMachineArn } from './arns.ts';
import { machineDoesNotExist } from './problems.ts';

/** One state of a machine's definition; executions keep the one that they were started with. */
export interface Revision {
  readonly revisionId: string;
  readonly definition: string;
  readonly machine: Machine;
  readonly roleArn: string;
  readonly updated: Date;
  readonly settings: Pick<
    CreateStateMachineInput,
    'loggingConfiguration' | 'tracingConfiguration' | 'encryptionConfiguration'
  >;
}

export interface MachineRecord {
  readonly arn: string;
  readonly name: string;
  readonly type: StateMachineType;
  readonly created: Date;
  revision: Revision;
  /** Whether the definition was ever updated: until then the revision has no id to show. */
  updated: boolean;
  readonly versions: Map<string, VersionRecord>;
  versionCount: number;
  readonly aliases: Map<string, AliasRecord>;
}

export interface VersionRecord {
  readonly arn: string;
  readonly number: number;
  readonly description: string | undefined;
  readonly revision: Revision;
  readonly created: Date;
}

export interface AliasRecord {
  readonly arn: string;
  readonly name: string;
  description: string | undefined;
  routing: readonly RoutingConfigurationListItem[];
  readonly created: Date;
  updated: Date;
}

export interface ExecutionRecord {
  readonly arn: string;
  readonly name: string;
  readonly machine: MachineRecord;
  readonly revision: Revision;
  readonly versionArn: string | undefined;
  readonly aliasArn: string | undefined;
  readonly input: string;
  readonly traceHeader: string | undefined;
  readonly started: Date;
  readonly history: History;
  readonly mapRunArn: string | undefined;
  /** How many items of the map run it processes. */
  readonly itemCount: number;
  status: ExecutionStatus;
  stopped: Date | undefined;
  output: string | undefined;
  error: string | undefined;
  cause: string | undefined;
  /** Kept after the end: a redrive goes on where it stood. */
  running: RunningExecution | undefined;
  redriveCount: number;
  redriven: Date | undefined;
}

export interface MapRunRecord {
  readonly arn: string;
  readonly execution: ExecutionRecord;
  readonly machine: MachineRecord;
  readonly started: Date;
  stopped: Date | undefined;
  status: MapRunStatus;
  maxConcurrency: number;
  toleratedFailureCount: number;
  toleratedFailurePercentage: number;
  itemCount: number;
  resultsWritten: number;
  readonly children: ExecutionRecord[];
}

export interface Store {
  readonly machines: Map<string, MachineRecord>;
  readonly executions: Map<string, ExecutionRecord>;
  readonly mapRuns: Map<string, MapRunRecord>;
  readonly tags: Map<string, Tag[]>;
  /** The machine that an ARN names, with or without a version or an alias. */
  machine(arn: string | undefined): MachineRecord;
}

export function createStore(): Store {
  const machines = new Map<string, MachineRecord>();
  return {
    machines,
    executions: new Map(),
    mapRuns: new Map(),
    tags: new Map(),
    machine(arn) {
      const { machineArn, qualifier } = parseMachineArn(arn);
      const machine = machines.get(machineArn);
      const known =
        qualifier === undefined ||
        machine?.versions.has(qualifier) === true ||
        machine?.aliases.has(qualifier) === true;
      if (machine === undefined || !known) throw machineDoesNotExist(arn ?? '');
      return machine;
    },
  };
}

export const versionOf = (machine: MachineRecord, arn: string): VersionRecord | undefined => {
  const { qualifier } = parseMachineArn(arn);
  return isVersion(qualifier) ? machine.versions.get(qualifier ?? '') : undefined;
};
