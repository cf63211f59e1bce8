// Creating, updating, describing, listing and deleting state machines.
import type * as sdk from '@aws-sdk/client-sfn';
import { AwsError } from '../../../host/aws-error.ts';
import type { Operations } from '../../../host/operations.ts';
import type { ServiceHost } from '../../../host/service.ts';
import { compileMachine } from '../engine/compile.ts';
import { isObject, type Json } from '../json.ts';
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
    async CreateStateMachine(input) {
      const name = checkName(input.name);
      if (input.versionDescription !== undefined && input.publish !== true) {
        throw validation('Version description can only be set when publish is true');
      }
      await checkLogging(host, input.loggingConfiguration);
      const type = input.type ?? 'STANDARD';
      await checkDefinition(host.pump, input.definition, type);
      const arn = host.arn('states', `stateMachine:${name}`);
      const known = store.machines.get(arn);
      const machine = known === undefined ? create(arn, name, type, input) : same(known, input);
      const version =
        input.publish === true ? publish(host, machine, input.versionDescription) : undefined;
      return {
        stateMachineArn: arn,
        creationDate: machine.created,
        ...(version === undefined ? {} : { stateMachineVersionArn: version.arn }),
      };
    },
    async UpdateStateMachine(input) {
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
      await checkLogging(host, input.loggingConfiguration);
      if (input.definition !== undefined) {
        await checkDefinition(host.pump, input.definition, machine.type);
      }
      machine.revision = revise(host, { ...previous(machine.revision), ...given(input) });
      machine.updated = true;
      const version =
        input.publish === true ? publish(host, machine, input.versionDescription) : undefined;
      return {
        updateDate: machine.revision.updated,
        revisionId: machine.revision.revisionId,
        ...(version === undefined ? {} : { stateMachineVersionArn: version.arn }),
      };
    },
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

  function create(
    arn: string,
    name: string,
    type: sdk.StateMachineType,
    input: sdk.CreateStateMachineInput,
  ): MachineRecord {
    const revision = revise(host, {
      definition: input.definition ?? '',
      roleArn: input.roleArn ?? '',
      ...settingsOf(input),
    });
    const machine: MachineRecord = {
      arn,
      name,
      type,
      created: host.clock.date(),
      revision,
      updated: false,
      versions: new Map(),
      versionCount: 0,
      aliases: new Map(),
    };
    store.machines.set(arn, machine);
    if (input.tags !== undefined) store.tags.set(arn, [...input.tags]);
    return machine;
  }
}

type RevisionInput = Pick<sdk.CreateStateMachineInput, 'definition' | 'roleArn'> &
  Revision['settings'];

function revise(host: ServiceHost, input: RevisionInput): Revision {
  const definition = input.definition ?? '';
  const parsed: Json = JSON.parse(definition);
  return {
    revisionId: host.ids.uuid(),
    definition,
    machine: compileMachine(isObject(parsed) ? parsed : {}),
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
