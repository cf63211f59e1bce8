// CodeDeploy: deployments are made and read by right on their group, and steered by right on everything.
import type * as Sdk from '@aws-sdk/client-codedeploy';
import { type Demand, defineActions, each, passes, type Scope } from './table.ts';

const SERVICE = 'codedeploy.amazonaws.com';

interface GroupName {
  readonly applicationName?: string | undefined;
  readonly deploymentGroupName?: string | undefined;
}

const groupArn = ({ applicationName, deploymentGroupName }: GroupName, at: Scope): string =>
  at.arn('codedeploy', `deploymentgroup:${applicationName}/${deploymentGroupName}`);

const applicationArn = (name: string | undefined, at: Scope): string =>
  at.arn('codedeploy', `application:${name}`);

const configArn = (name: string | undefined, at: Scope): string =>
  at.arn('codedeploy', `deploymentconfig:${name}`);

const byGroup = (input: GroupName, at: Scope) => ({ on: [groupArn(input, at)] });

const byDeployment = ({ deploymentId }: { deploymentId?: string | undefined }, at: Scope) => ({
  on: [deploymentArn(deploymentId, at)],
});

function deploymentArn(deploymentId: string | undefined, at: Scope): string {
  const group = at.deploymentGroup(deploymentId);
  return group === undefined ? '*' : at.arn('codedeploy', `deploymentgroup:${group}`);
}

export const codedeployActions = defineActions<typeof Sdk>()('codedeploy', {
  ...each(['GetDeploymentGroup', 'DeleteDeploymentGroup', 'ListDeployments'], byGroup),
  GetDeployment: byDeployment,
  /*
   * The service authorization reference lists no resource for these, though the user guide names the group.
   * Without a rule they need "*": a grant for everything works on AWS either way, and one for the group may not.
   * StopDeployment, ContinueDeployment, GetDeploymentTarget, ListDeploymentTargets, BatchGetDeploymentTargets,
   * PutLifecycleEventHookExecutionStatus
   */
  BatchGetDeployments: ({ deploymentIds }, at) => ({
    on: (deploymentIds ?? []).map((id) => deploymentArn(id, at)),
  }),
  CreateDeployment: (input, at) => [
    byGroup(input, at),
    {
      action: 'codedeploy:RegisterApplicationRevision',
      on: [applicationArn(input.applicationName, at)],
    },
    ...usesConfig(input.deploymentConfigName, at),
  ],
  CreateDeploymentGroup: (input, at) => [
    byGroup(input, at),
    ...passes(SERVICE, input.serviceRoleArn),
  ],
  UpdateDeploymentGroup: (input, at) => [
    byGroup({ ...input, deploymentGroupName: input.currentDeploymentGroupName }, at),
    ...passes(SERVICE, input.serviceRoleArn),
  ],
  BatchGetDeploymentGroups: ({ applicationName, deploymentGroupNames }, at) => ({
    on: (deploymentGroupNames ?? []).map((deploymentGroupName) =>
      groupArn({ applicationName, deploymentGroupName }, at),
    ),
  }),
  ...each(
    [
      'CreateApplication',
      'GetApplication',
      'DeleteApplication',
      'ListDeploymentGroups',
      'RegisterApplicationRevision',
      'GetApplicationRevision',
    ],
    ({ applicationName }: { applicationName?: string | undefined }, at) => ({
      on: [applicationArn(applicationName, at)],
    }),
  ),
  ...each(
    ['CreateDeploymentConfig', 'GetDeploymentConfig', 'DeleteDeploymentConfig'],
    ({ deploymentConfigName }: { deploymentConfigName?: string | undefined }, at) => ({
      on: [configArn(deploymentConfigName, at)],
    }),
  ),
});

const usesConfig = (name: string | undefined, at: Scope): readonly Demand[] =>
  name === undefined
    ? []
    : [{ action: 'codedeploy:GetDeploymentConfig', on: [configArn(name, at)] }];
