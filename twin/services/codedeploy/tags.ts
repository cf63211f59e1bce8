// Tags of applications and deployment groups.
import type * as Sdk from '@aws-sdk/client-codedeploy';
import type { Operations } from '../../host/operations.ts';
import type { CodeDeployState } from './state.ts';

export const tagOperations = ({ tags }: CodeDeployState): Operations<typeof Sdk> => ({
  ListTagsForResource: ({ ResourceArn = '' }) => ({ Tags: [...(tags.get(ResourceArn) ?? [])] }),
  TagResource({ ResourceArn = '', Tags = [] }) {
    const kept = (tags.get(ResourceArn) ?? []).filter(
      ({ Key }) => !Tags.some((tag) => tag.Key === Key),
    );
    tags.set(ResourceArn, [...kept, ...Tags]);
    return {};
  },
  UntagResource({ ResourceArn = '', TagKeys = [] }) {
    const kept = (tags.get(ResourceArn) ?? []).filter(({ Key = '' }) => !TagKeys.includes(Key));
    tags.set(ResourceArn, kept);
    return {};
  },
});
