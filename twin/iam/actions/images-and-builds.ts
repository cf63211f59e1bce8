// ECR repositories and CodeBuild projects.
import type * as CodeBuild from '@aws-sdk/client-codebuild';
import type * as Ecr from '@aws-sdk/client-ecr';
import { defineActions, each, passes, type Scope } from './table.ts';

const byRepository = ({ repositoryName }: { repositoryName?: string | undefined }, at: Scope) => ({
  on: [at.arn('ecr', `repository/${repositoryName}`)],
});

export const ecrActions = defineActions<typeof Ecr>()('ecr', {
  ...each(
    [
      'CreateRepository',
      'DeleteRepository',
      'DescribeImages',
      'ListImages',
      'BatchGetImage',
      'GetDownloadUrlForLayer',
      'DescribeImageSigningStatus',
      'BatchDeleteImage',
      'PutImage',
      'DescribeImageScanFindings',
      'StartImageScan',
      'PutImageTagMutability',
      'PutImageScanningConfiguration',
      'PutLifecyclePolicy',
      'GetLifecyclePolicy',
      'SetRepositoryPolicy',
    ],
    byRepository,
  ),
  DescribeRepositories: ({ repositoryNames }, at) => ({
    on: (repositoryNames ?? ['*']).map((name) => at.arn('ecr', `repository/${name}`)),
  }),
});

const CODEBUILD = 'codebuild.amazonaws.com';

const projectArn = (name: string | undefined, at: Scope): string =>
  at.arn('codebuild', `project/${name}`);

/** A build goes by `project:id`, or by an ARN that ends so; the right is on its project. */
const projectOfBuild = (id: string, at: Scope): string =>
  projectArn(id.split('/').at(-1)?.split(':')[0], at);

export const codebuildActions = defineActions<typeof CodeBuild>()('codebuild', {
  CreateProject: ({ name, serviceRole }, at) => [
    { on: [projectArn(name, at)] },
    ...passes(CODEBUILD, serviceRole),
  ],
  UpdateProject: ({ name, serviceRole }, at) => [
    { on: [projectArn(name, at)] },
    ...passes(CODEBUILD, serviceRole),
  ],
  DeleteProject: ({ name }, at) => ({ on: [projectArn(name, at)] }),
  BatchGetProjects: ({ names }, at) => ({ on: (names ?? []).map((name) => projectArn(name, at)) }),
  StartBuild: ({ projectName, serviceRoleOverride }, at) => [
    { on: [projectArn(projectName, at)] },
    ...passes(CODEBUILD, serviceRoleOverride),
  ],
  StopBuild: ({ id }, at) => ({ on: [projectOfBuild(id ?? '', at)] }),
  RetryBuild: ({ id }, at) => ({ on: [projectOfBuild(id ?? '', at)] }),
  BatchGetBuilds: ({ ids }, at) => ({ on: (ids ?? []).map((id) => projectOfBuild(id, at)) }),
  ListBuildsForProject: ({ projectName }, at) => ({ on: [projectArn(projectName, at)] }),
});
