// Tags of rules and buses.
import type * as sdk from '@aws-sdk/client-eventbridge';
import type { Operations } from '../../host/operations.ts';
import { notFound, type Store } from './store.ts';

export function tagOperations(store: Store): Operations<typeof sdk> {
  function tagsOf(arn = ''): Map<string, string> {
    const exists = [...store.buses.values()].some(
      (bus) => bus.arn === arn || [...bus.rules.values()].some((rule) => rule.arn === arn),
    );
    if (!exists) throw notFound(`Resource ${arn} does not exist.`);
    const tags = store.tags.get(arn) ?? new Map<string, string>();
    store.tags.set(arn, tags);
    return tags;
  }
  return {
    TagResource({ ResourceARN, Tags = [] }) {
      const tags = tagsOf(ResourceARN);
      for (const { Key = '', Value = '' } of Tags) tags.set(Key, Value);
      return {};
    },
    UntagResource({ ResourceARN, TagKeys = [] }) {
      const tags = tagsOf(ResourceARN);
      for (const key of TagKeys) tags.delete(key);
      return {};
    },
    ListTagsForResource: ({ ResourceARN }) => ({
      Tags: [...tagsOf(ResourceARN)].map(([Key, Value]) => ({ Key, Value })),
    }),
  };
}
