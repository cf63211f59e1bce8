// Creating, updating, describing, listing and deleting state machines.
import type * as sdk from '@aws-sdk/client-sfn';
import { AwsError } from '../../../host/aws-error.ts';
import type { Operations } from '../../../host/operations.ts';
import type { ServiceHost } from '../../../host/service.ts';
import { compileDefinition } from '../engine/compile.ts';
import { parseMachineArn } from './arns.ts';
import { checkDefinition } from './definition.ts';
import { checkLogging } from './logging.ts';
import { checkName } from './names.ts';
import { pageOf } from './paging.ts';
import { machineDoesNotExist, validation } from './problems.ts';
import { type MachineRecord, type Revision, type Store, versionOf } from './store.ts';
import { publish } from './versions.ts';

const LOGGING_OFF = { level: 'OFF', includeExecutionData: false } as const;
const TRACING_OFF = { enabled: false };

export function machineOperations(host: ServiceHost, store: Store): Operations<typeof sdk> {
  return {
    CreateStateMachine: (input) => create(host, store, input),
    UpdateStateMachine: (input) => update(host, store, input),
    DescribeStateMachine({ stateMachineArn }) {
      return describe(store.machine(stateMachineArn), stateMachineArn ?? '');
    },
    ListStateMachines(input) {
      const machines = [...store.machines.values()].sort((left, right) =>
        left.name < right.name ? -1 : 1,
      );
      const { items, next } = pageOf(machines, input);
      return {
        stateMachines: items.map(({ arn, name, type, created }) => ({
          stateMachineArn: arn,
          name,
          type,
          creationDate: created,
        })),
        ...next,
      };
    },
    DeleteStateMachine({ stateMachineArn }) {
      const { machineArn } = parseMachineArn(stateMachineArn);
      // AWS waits for running executions; nothing can be started or found meanwhile.
      store.machines.delete(machineArn);
      store.tags.delete(machineArn);
      return {};
    },
  };
}

async function create(
  host: ServiceHost,
  store: Store,
  input: sdk.CreateStateMachineInput,
): Promise<sdk.CreateStateMachineOutput> {
  const name = checkName(input.name);
  checkVersionDescription(input);
  await checkLogging(host, input.loggingConfiguration);
  const type = input.type ?? 'STANDARD';
  await checkDefinition(host.pump, input.definition, type);
  const arn = host.arn('states', `stateMachine:${name}`);
  const known = store.machines.get(arn);
  const machine =
    known === undefined ? newMachine(host, { arn, name, type }, input) : same(known, input);
  store.machines.set(arn, machine);
  if (known === undefined && input.tags !== undefined) store.tags.set(arn, [...input.tags]);
  return {
    stateMachineArn: arn,
    creationDate: machine.created,
    ...published(host, machine, input),
  };
}

async function update(
  host: ServiceHost,
  store: Store,
  input: sdk.UpdateStateMachineInput,
): Promise<sdk.UpdateStateMachineOutput> {
  const machine = store.machine(input.stateMachineArn);
  if (parseMachineArn(input.stateMachineArn).qualifier !== undefined) {
    throw machineDoesNotExist(input.stateMachineArn ?? '');
  }
  if (isEmptyUpdate(input)) {
    throw new AwsError(
      'MissingRequiredParameter',
      'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
    );
  }
  checkVersionDescription(input);
  await checkLogging(host, input.loggingConfiguration);
  if (input.definition !== undefined) {
    await checkDefinition(host.pump, input.definition, machine.type);
  }
  machine.revision = revise(host, { ...previous(machine.revision), ...given(input) });
  machine.updated = true;
  return {
    updateDate: machine.revision.updated,
    revisionId: machine.revision.revisionId,
    ...published(host, machine, input),
  };
}

type Publishing = Pick<sdk.CreateStateMachineInput, 'publish' | 'versionDescription'>;

function checkVersionDescription({ publish: isPublished, versionDescription }: Publishing): void {
  if (versionDescription === undefined || isPublished === true) return;
  throw validation('Version description can only be set when publish is true');
}

function published(host: ServiceHost, machine: MachineRecord, input: Publishing) {
  if (input.publish !== true) return {};
  return { stateMachineVersionArn: publish(host, machine, input.versionDescription).arn };
}

const newMachine = (
  host: ServiceHost,
  identity: Pick<MachineRecord, 'arn' | 'name' | 'type'>,
  input: sdk.CreateStateMachineInput,
): MachineRecord => ({
  ...identity,
  created: host.clock.date(),
  revision: revise(host, {
    definition: input.definition ?? '',
    roleArn: input.roleArn ?? '',
    ...settingsOf(input),
  }),
  updated: false,
  versions: new Map(),
  versionCount: 0,
  aliases: new Map(),
});

type RevisionInput = Pick<sdk.CreateStateMachineInput, 'definition' | 'roleArn'> &
  Revision['settings'];

function revise(host: ServiceHost, input: RevisionInput): Revision {
  const definition = input.definition ?? '';
  return {
    revisionId: host.ids.uuid(),
    definition,
    machine: compileDefinition(definition),
    roleArn: input.roleArn ?? '',
    updated: host.clock.date(),
    settings: settingsOf(input),
  };
}

const settingsOf = (input: Revision['settings']): Revision['settings'] => ({
  loggingConfiguration: input.loggingConfiguration ?? LOGGING_OFF,
  tracingConfiguration: input.tracingConfiguration ?? TRACING_OFF,
  encryptionConfiguration: input.encryptionConfiguration ?? { type: 'AWS_OWNED_KEY' },
});

const previous = ({ definition, roleArn, settings }: Revision): RevisionInput => ({
  definition,
  roleArn,
  ...settings,
});

const UPDATABLE = [
  'definition',
  'roleArn',
  'loggingConfiguration',
  'tracingConfiguration',
  'encryptionConfiguration',
] as const;

const given = (input: sdk.UpdateStateMachineInput): Partial<RevisionInput> =>
  Object.fromEntries(
    UPDATABLE.filter((key) => input[key] !== undefined).map((key) => [key, input[key]]),
  );

const isEmptyUpdate = (input: sdk.UpdateStateMachineInput): boolean =>
  UPDATABLE.every((key) => input[key] === undefined);

/** Creating a machine again just as it is, is no mistake. */
function same(known: MachineRecord, input: sdk.CreateStateMachineInput): MachineRecord {
  const { definition, roleArn, settings } = known.revision;
  const unchanged =
    definition === input.definition &&
    roleArn === input.roleArn &&
    known.type === (input.type ?? 'STANDARD') &&
    JSON.stringify(settings) === JSON.stringify(settingsOf(input));
  if (unchanged) return known;
  throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${known.arn}'`);
}

function describe(machine: MachineRecord, arn: string): sdk.DescribeStateMachineOutput {
  const version = versionOf(machine, arn);
  const revision = version?.revision ?? machine.revision;
  return {
    stateMachineArn: version?.arn ?? machine.arn,
    name: machine.name,
    status: 'ACTIVE',
    definition: revision.definition,
    roleArn: revision.roleArn,
    type: machine.type,
    creationDate: version?.created ?? machine.created,
    ...revision.settings,
    ...(version?.description === undefined ? {} : { description: version.description }),
    ...(machine.updated || version !== undefined ? { revisionId: revision.revisionId } : {}),
  };
}
