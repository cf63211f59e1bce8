// Versions: revisions of a machine that cannot change any more.
import type * as sdk from '@aws-sdk/client-sfn';
import type { Operations } from '../../../host/operations.ts';
import type { ServiceHost } from '../../../host/service.ts';
import { checkArn, isVersion, parseMachineArn } from './arns.ts';
import { pageOf } from './paging.ts';
import { conflict, validation } from './problems.ts';
import type { MachineRecord, Store, VersionRecord } from './store.ts';

export function versionOperations(host: ServiceHost, store: Store): Operations<typeof sdk> {
  return {
    PublishStateMachineVersion({ stateMachineArn, revisionId, description }) {
      const machine = store.machine(stateMachineArn);
      const current = machine.revision.revisionId;
      if (revisionId !== undefined && revisionId !== current) {
        throw conflict(
          `Failed to publish the State Machine version for revision ${revisionId}. The current State Machine revision is ${current}.`,
        );
      }
      const version = publish(host, machine, description);
      return { stateMachineVersionArn: version.arn, creationDate: version.created };
    },
    ListStateMachineVersions(input) {
      const machine = store.machine(input.stateMachineArn);
      const { items, next } = pageOf([...machine.versions.values()].reverse(), input);
      return {
        stateMachineVersions: items.map(({ arn, created }) => ({
          stateMachineVersionArn: arn,
          creationDate: created,
        })),
        ...next,
      };
    },
    DeleteStateMachineVersion({ stateMachineVersionArn }) {
      const { machineArn, qualifier } = parseMachineArn(checkArn(stateMachineVersionArn));
      if (!isVersion(qualifier))
        throw validation('The ARN is not that of a state machine version.');
      const machine = store.machines.get(machineArn);
      if (machine !== undefined) refuseReferenced(machine, stateMachineVersionArn ?? '');
      machine?.versions.delete(qualifier ?? '');
      return {};
    },
  };
}

/** Publishing a revision twice gives the same version. */
export function publish(
  host: ServiceHost,
  machine: MachineRecord,
  description: string | undefined,
): VersionRecord {
  const latest = [...machine.versions.values()].at(-1);
  if (latest?.revision === machine.revision) return latest;
  machine.versionCount += 1;
  const number = machine.versionCount;
  const version = {
    arn: `${machine.arn}:${number}`,
    number,
    description,
    revision: machine.revision,
    created: host.clock.date(),
  };
  machine.versions.set(String(number), version);
  return version;
}

function refuseReferenced(machine: MachineRecord, arn: string): void {
  const aliases = [...machine.aliases.values()].filter(({ routing }) =>
    routing.some(({ stateMachineVersionArn }) => stateMachineVersionArn === arn),
  );
  if (aliases.length === 0) return;
  throw conflict(
    `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${aliases.map(({ name }) => name).join(', ')}]`,
  );
}
