// Tags of machines and activities.
import type * as sdk from '@aws-sdk/client-sfn';
import type { Operations } from '../../../host/operations.ts';
import { checkArn } from './arns.ts';
import { resourceNotFound } from './problems.ts';
import type { Store } from './store.ts';

export function tagOperations(
  store: Store,
  isActivity: (arn: string) => boolean,
): Operations<typeof sdk> {
  function find(given: string | undefined): string {
    const arn = checkArn(given);
    if (!store.machines.has(arn) && !isActivity(arn)) throw resourceNotFound(arn);
    return arn;
  }

  return {
    TagResource({ resourceArn, tags = [] }) {
      const arn = find(resourceArn);
      const keys = new Set(tags.map(({ key }) => key));
      const kept = (store.tags.get(arn) ?? []).filter(({ key }) => !keys.has(key));
      store.tags.set(arn, [...kept, ...tags]);
      return {};
    },
    UntagResource({ resourceArn, tagKeys = [] }) {
      const arn = find(resourceArn);
      const kept = (store.tags.get(arn) ?? []).filter(({ key = '' }) => !tagKeys.includes(key));
      store.tags.set(arn, kept);
      return {};
    },
    ListTagsForResource: ({ resourceArn }) => ({ tags: store.tags.get(find(resourceArn)) ?? [] }),
  };
}
