// AWS::CodeBuild::Project
import type * as Sdk from '@aws-sdk/client-codebuild';
import { omit, text } from '../../properties.ts';
import type { Properties, ResourceProvider } from '../../provider.ts';
import { callsOf } from '../../stack-host.ts';

const codebuild = callsOf<typeof Sdk>('codebuild');

const settings = (properties: Properties): Properties =>
  omit(properties, 'Name', 'Triggers', 'Visibility', 'ResourceAccessRole');

export const project: ResourceProvider = {
  type: 'AWS::CodeBuild::Project',
  service: 'codebuild',
  replaceOn: ['Name'],
  async create({ properties, stack, name }) {
    const project = text(properties, 'Name') ?? name();
    const input = { ...settings(properties), name: project };
    const made = await codebuild(stack, 'CreateProject', input);
    return { physicalId: project, attributes: { Arn: made.project?.arn } };
  },
  async update({ properties, stack, existing }) {
    await codebuild(stack, 'UpdateProject', { ...settings(properties), name: existing.physicalId });
    return undefined;
  },
  async delete({ physicalId }, stack) {
    await codebuild(stack, 'DeleteProject', { name: physicalId });
  },
};
