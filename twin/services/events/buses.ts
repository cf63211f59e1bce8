// Buses and who may put events on them.
import type * as sdk from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import { page } from '../../host/paging.ts';
import type { ServiceHost } from '../../host/service.ts';
import {
  type Bus,
  type BusStatement,
  DEFAULT_BUS,
  invalid,
  notFound,
  type Store,
} from './store.ts';

const PAGE_SIZE = 100;

export function busOperations(host: ServiceHost, store: Store): Operations<typeof sdk> {
  const changed = (bus: Bus) => {
    bus.modifiedAt = host.clock.date();
  };
  return {
    CreateEventBus({ Name = '', Description, Tags = [] }) {
      if (store.buses.has(Name)) {
        throw new AwsError('ResourceAlreadyExistsException', `Event bus ${Name} already exists.`);
      }
      if (!/^[/.\-_A-Za-z0-9]{1,256}$/.test(Name)) throw invalid('Event bus name is not valid.');
      const bus = store.addBus(Name, Description);
      store.tags.set(bus.arn, new Map(Tags.map(({ Key = '', Value = '' }) => [Key, Value])));
      return { EventBusArn: bus.arn, Description };
    },
    DescribeEventBus: ({ Name }) => describe(store.bus(Name)),
    ListEventBuses({ NamePrefix = '', NextToken, Limit = PAGE_SIZE }) {
      const all = [...store.buses.values()].filter(({ name }) => name.startsWith(NamePrefix));
      const { items, next } = page(all, { limit: Limit, token: NextToken });
      return { EventBuses: items.map(describe), NextToken: next };
    },
    DeleteEventBus({ Name = '' }) {
      if (Name === DEFAULT_BUS) throw invalid(`Cannot delete event bus ${Name}.`);
      const bus = store.bus(Name);
      if (bus.rules.size > 0) throw invalid(`Event bus ${Name} has rules; delete them first.`);
      store.buses.delete(bus.name);
      store.tags.delete(bus.arn);
      return {};
    },
    PutPermission({ EventBusName, Action, Principal, StatementId, Condition, Policy }) {
      const bus = store.bus(EventBusName);
      if (Policy !== undefined) {
        bus.statements = readPolicy(Policy);
      } else {
        const added: BusStatement = {
          Sid: StatementId ?? '',
          Effect: 'Allow',
          Principal: Principal === '*' ? '*' : { AWS: `arn:aws:iam::${Principal}:root` },
          Action,
          Resource: bus.arn,
          ...(Condition === undefined ? {} : { Condition: conditionBlock(Condition) }),
        };
        bus.statements = [...bus.statements.filter(({ Sid }) => Sid !== added.Sid), added];
      }
      changed(bus);
      return {};
    },
    RemovePermission({ EventBusName, StatementId, RemoveAllPermissions = false }) {
      const bus = store.bus(EventBusName);
      const kept = bus.statements.filter(({ Sid }) => Sid !== StatementId);
      if (!RemoveAllPermissions && kept.length === bus.statements.length) {
        throw notFound('Statement with the provided id does not exist.');
      }
      bus.statements = RemoveAllPermissions ? [] : kept;
      changed(bus);
      return {};
    },
  };
}

const describe = (bus: Bus): sdk.EventBus => ({
  Name: bus.name,
  Arn: bus.arn,
  Description: bus.description,
  CreationTime: bus.createdAt,
  LastModifiedTime: bus.modifiedAt,
  Policy: policyOf(bus),
});

export const policyOf = ({ statements }: Bus): string | undefined =>
  statements.length === 0
    ? undefined
    : JSON.stringify({ Version: '2012-10-17', Statement: statements });

const conditionBlock = ({ Type = '', Key = '', Value = '' }: sdk.Condition): object => ({
  [Type]: { [Key]: Value },
});

function readPolicy(text: string): readonly BusStatement[] {
  try {
    const { Statement } = JSON.parse(text) as { Statement?: BusStatement | BusStatement[] };
    return Statement === undefined ? [] : [Statement].flat();
  } catch {
    throw invalid('Parameter Policy is not valid.');
  }
}
