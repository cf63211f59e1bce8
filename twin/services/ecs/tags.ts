// Tags of clusters, services, task definitions, task sets and tasks.
import type { Operations } from '../../host/operations.ts';
import type { Ecs, Sdk } from './ecs.ts';

type TagOperations = Pick<Operations<Sdk>, 'TagResource' | 'UntagResource' | 'ListTagsForResource'>;

export const createTagOperations = ({ state }: Ecs): TagOperations => ({
  TagResource({ resourceArn = '', tags = [] }) {
    const kept = (state.tags.get(resourceArn) ?? []).filter(
      ({ key }) => !tags.some((tag) => tag.key === key),
    );
    state.tags.set(resourceArn, [...kept, ...tags]);
    return {};
  },

  UntagResource({ resourceArn = '', tagKeys = [] }) {
    const kept = (state.tags.get(resourceArn) ?? []).filter(
      ({ key = '' }) => !tagKeys.includes(key),
    );
    state.tags.set(resourceArn, kept);
    return {};
  },

  ListTagsForResource: ({ resourceArn = '' }) => ({
    tags: [...(state.tags.get(resourceArn) ?? [])],
  }),
});
