// Schedules and the groups that they are in.
import type { CreateScheduleInput } from '@aws-sdk/client-scheduler';
import { AwsError } from '../../host/aws-error.ts';
import type { ServiceHost } from '../../host/service.ts';
import type { Recurring } from '../events/schedule/recur.ts';

export interface Schedule {
  readonly name: string;
  readonly arn: string;
  readonly groupName: string;
  readonly createdAt: Date;
  /** By how much the schedule lags its times: AWS promises the minute, not the second. */
  readonly lagMs: number;
  modifiedAt: Date;
  definition: CreateScheduleInput;
  recurring: Recurring | undefined;
}

export interface Group {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: Date;
  readonly tags: Map<string, string>;
  readonly schedules: Map<string, Schedule>;
}

export interface Store {
  readonly groups: Map<string, Group>;
  addGroup(name: string): Group;
  group(name: string | undefined): Group;
  groupByArn(arn: string | undefined): Group;
  schedule(name: string | undefined, groupName: string | undefined): Schedule;
}

export const DEFAULT_GROUP = 'default';

export function createStore(host: ServiceHost): Store {
  const groups = new Map<string, Group>();

  function addGroup(name: string): Group {
    const group: Group = {
      name,
      arn: host.arn('scheduler', `schedule-group/${name}`),
      createdAt: host.clock.date(),
      tags: new Map(),
      schedules: new Map(),
    };
    groups.set(name, group);
    return group;
  }

  function group(name = DEFAULT_GROUP): Group {
    const found = groups.get(name);
    if (found === undefined) throw notFound(`Schedule group ${name} does not exist.`);
    return found;
  }

  addGroup(DEFAULT_GROUP);
  return {
    groups,
    addGroup,
    group,
    groupByArn: (arn = '') => group(arn.split('/').at(-1)),
    schedule(name, groupName) {
      const found = group(groupName).schedules.get(name ?? '');
      if (found === undefined) throw notFound(`Schedule ${name} does not exist.`);
      return found;
    },
  };
}

export const invalid = (message: string): AwsError => new AwsError('ValidationException', message);

export const conflict = (message: string): AwsError => new AwsError('ConflictException', message);

const notFound = (message: string): AwsError => new AwsError('ResourceNotFoundException', message);
