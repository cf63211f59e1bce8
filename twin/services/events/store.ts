// What EventBridge remembers in one region: buses, their rules, and the targets of those.
import type { Target } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../host/aws-error.ts';
import type { ServiceHost } from '../../host/service.ts';
import { createRuleIndex, type RuleIndex } from './pattern/rule-index.ts';
import type { Recurring } from './schedule/recur.ts';

export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly busName: string;
  readonly targets: Map<string, Target>;
  eventPattern: string | undefined;
  scheduleExpression: string | undefined;
  description: string | undefined;
  roleArn: string | undefined;
  state: 'ENABLED' | 'DISABLED' | 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
  schedule: Recurring | undefined;
}

export interface BusStatement {
  readonly Sid: string;
  readonly [element: string]: unknown;
}

export interface Bus {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: Date;
  readonly rules: Map<string, Rule>;
  readonly rulesMax: number;
  /** Only rules that are enabled and have a pattern. */
  readonly index: RuleIndex<Rule>;
  description: string | undefined;
  modifiedAt: Date;
  statements: readonly BusStatement[];
}

export interface Store {
  readonly buses: Map<string, Bus>;
  readonly tags: Map<string, Map<string, string>>;
  addBus(name: string, description?: string): Bus;
  /** By name or ARN; the default bus where none is named. Throws ResourceNotFoundException. */
  bus(nameOrArn: string | undefined): Bus;
  findBus(nameOrArn: string | undefined): Bus | undefined;
  rule(name: string | undefined, busName: string | undefined): Rule;
}

export const DEFAULT_BUS = 'default';

export function createStore(host: ServiceHost, rulesMax: number): Store {
  const buses = new Map<string, Bus>();

  function addBus(name: string, description?: string): Bus {
    const bus: Bus = {
      name,
      arn: host.arn('events', `event-bus/${name}`),
      createdAt: host.clock.date(),
      rules: new Map(),
      rulesMax,
      index: createRuleIndex(),
      description,
      modifiedAt: host.clock.date(),
      statements: [],
    };
    buses.set(name, bus);
    return bus;
  }

  const findBus = (nameOrArn: string | undefined) => buses.get(busName(nameOrArn));

  function bus(nameOrArn: string | undefined): Bus {
    const found = findBus(nameOrArn);
    if (found === undefined) throw notFound(`Event bus ${busName(nameOrArn)} does not exist.`);
    return found;
  }

  function rule(name: string | undefined, onBus: string | undefined): Rule {
    const { rules, name: where } = bus(onBus);
    const found = rules.get(name ?? '');
    if (found === undefined) throw notFound(`Rule ${name} does not exist on EventBus ${where}.`);
    return found;
  }

  addBus(DEFAULT_BUS);
  return { buses, tags: new Map(), addBus, bus, findBus, rule };
}

export const notFound = (message: string): AwsError =>
  new AwsError('ResourceNotFoundException', message);

export const invalid = (message: string): AwsError => new AwsError('ValidationException', message);

const busName = (nameOrArn: string | undefined): string =>
  nameOrArn?.startsWith('arn:') ? (nameOrArn.split('/').at(-1) ?? '') : (nameOrArn ?? DEFAULT_BUS);
