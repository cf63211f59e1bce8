// Aliases: names that route executions to one or two versions.
import type * as sdk from '@aws-sdk/client-sfn';
import type { Operations } from '../../../host/operations.ts';
import type { ServiceHost } from '../../../host/service.ts';
import { isVersion, parseMachineArn } from './arns.ts';
import { checkName } from './names.ts';
import { pageOf } from './paging.ts';
import { conflict, referenceNotFound, validation } from './problems.ts';
import type { AliasRecord, MachineRecord, Store } from './store.ts';

type Routing = readonly sdk.RoutingConfigurationListItem[];

export function aliasOperations(host: ServiceHost, store: Store): Operations<typeof sdk> {
  function find(arn: string | undefined): { machine: MachineRecord; alias: AliasRecord } {
    const { machineArn, qualifier = '' } = parseMachineArn(arn);
    const machine = store.machines.get(machineArn);
    const alias = machine?.aliases.get(qualifier);
    if (machine === undefined || alias === undefined) throw referenceNotFound(arn ?? '');
    return { machine, alias };
  }

  return {
    CreateStateMachineAlias({ name: given, description, routingConfiguration = [] }) {
      const name = checkName(given);
      if (isVersion(name)) throw validation('An alias name must not be a number.');
      const machine = routedMachine(store, routingConfiguration);
      const known = machine.aliases.get(name);
      if (known !== undefined) return recreated(known, routingConfiguration, description);
      const created = host.clock.date();
      const arn = `${machine.arn}:${name}`;
      const routing = [...routingConfiguration];
      machine.aliases.set(name, { arn, name, description, routing, created, updated: created });
      return { stateMachineAliasArn: arn, creationDate: created };
    },
    UpdateStateMachineAlias({ stateMachineAliasArn, description, routingConfiguration }) {
      const { alias } = find(stateMachineAliasArn);
      if (routingConfiguration !== undefined) {
        routedMachine(store, routingConfiguration);
        alias.routing = [...routingConfiguration];
      }
      alias.description = description ?? alias.description;
      alias.updated = host.clock.date();
      return { updateDate: alias.updated };
    },
    DescribeStateMachineAlias({ stateMachineAliasArn }) {
      const { arn, name, description, routing, created, updated } =
        find(stateMachineAliasArn).alias;
      return {
        stateMachineAliasArn: arn,
        name,
        ...(description === undefined ? {} : { description }),
        routingConfiguration: [...routing],
        creationDate: created,
        updateDate: updated,
      };
    },
    ListStateMachineAliases(input) {
      const machine = store.machine(input.stateMachineArn);
      const { qualifier } = parseMachineArn(input.stateMachineArn);
      const aliases = [...machine.aliases.values()].filter(
        ({ routing }) =>
          qualifier === undefined ||
          routing.some((item) => item.stateMachineVersionArn === input.stateMachineArn),
      );
      const { items, next } = pageOf(aliases, input);
      return {
        stateMachineAliases: items.map(({ arn, created }) => ({
          stateMachineAliasArn: arn,
          creationDate: created,
        })),
        ...next,
      };
    },
    DeleteStateMachineAlias({ stateMachineAliasArn }) {
      const { machine, alias } = find(stateMachineAliasArn);
      machine.aliases.delete(alias.name);
      return {};
    },
  };
}

/** All versions must be of one machine, and their weights make a hundred. */
function routedMachine(store: Store, routing: Routing): MachineRecord {
  const arns = routing.map((item) => item.stateMachineVersionArn ?? '');
  if (arns.some((arn) => !isVersion(parseMachineArn(arn).qualifier))) {
    throw validation(
      `Routing configuration must contain state machine version ARNs. Received: [${arns.join(', ')}]`,
    );
  }
  const total = routing.reduce((sum, { weight = 0 }) => sum + weight, 0);
  if (total !== 100) {
    throw validation(
      `Sum of routing configuration weights must equal 100. Received: ${JSON.stringify(routing.map(({ weight }) => weight))}`,
    );
  }
  if (new Set(arns).size !== arns.length) {
    throw validation(
      `Routing configuration must contain distinct state machine version ARNs. Received: [${arns.join(', ')}]`,
    );
  }
  return store.machine(arns[0]);
}

function recreated(
  known: AliasRecord,
  routing: Routing,
  description: string | undefined,
): sdk.CreateStateMachineAliasOutput {
  const same =
    JSON.stringify(known.routing) === JSON.stringify(routing) && known.description === description;
  if (same) return { stateMachineAliasArn: known.arn, creationDate: known.created };
  throw conflict(
    `Failed to create alias because an alias with the same name and a different routing configuration already exists.`,
  );
}
