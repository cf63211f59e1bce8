// Groups of schedules, and their tags.
import type * as sdk from '@aws-sdk/client-scheduler';
import type { Operations } from '../../host/operations.ts';
import { page } from '../../host/paging.ts';
import { conflict, DEFAULT_GROUP, type Group, invalid, type Store } from './store.ts';

const PAGE_SIZE = 100;

export function groupOperations(store: Store): Operations<typeof sdk> {
  return {
    CreateScheduleGroup({ Name = '', Tags = [] }) {
      if (store.groups.has(Name)) throw conflict(`Schedule group ${Name} already exists.`);
      const group = store.addGroup(Name);
      for (const { Key = '', Value = '' } of Tags) group.tags.set(Key, Value);
      return { ScheduleGroupArn: group.arn };
    },
    GetScheduleGroup: ({ Name }) => describe(store.group(Name)),
    DeleteScheduleGroup({ Name }) {
      if (Name === DEFAULT_GROUP) throw invalid('The default schedule group cannot be deleted.');
      const group = store.group(Name);
      for (const { recurring } of group.schedules.values()) recurring?.stop();
      store.groups.delete(group.name);
      return {};
    },
    ListScheduleGroups({ NamePrefix = '', NextToken, MaxResults = PAGE_SIZE }) {
      const all = [...store.groups.values()].filter(({ name }) => name.startsWith(NamePrefix));
      const { items, next } = page(all, { limit: MaxResults, token: NextToken });
      return { ScheduleGroups: items.map(describe), NextToken: next };
    },
    TagResource({ ResourceArn, Tags = [] }) {
      const { tags } = store.groupByArn(ResourceArn);
      for (const { Key = '', Value = '' } of Tags) tags.set(Key, Value);
      return {};
    },
    UntagResource({ ResourceArn, TagKeys = [] }) {
      const { tags } = store.groupByArn(ResourceArn);
      for (const key of TagKeys) tags.delete(key);
      return {};
    },
    ListTagsForResource: ({ ResourceArn }) => ({
      Tags: [...store.groupByArn(ResourceArn).tags].map(([Key, Value]) => ({ Key, Value })),
    }),
  };
}

const describe = ({ name, arn, createdAt }: Group): sdk.ScheduleGroupSummary => ({
  Arn: arn,
  Name: name,
  State: 'ACTIVE',
  CreationDate: createdAt,
  LastModificationDate: createdAt,
});
