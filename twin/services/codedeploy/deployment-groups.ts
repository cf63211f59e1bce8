// Deployment groups: which service is deployed how, by which role, under which alarms.
import type * as Sdk from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import type { ServiceHost } from '../../host/service.ts';
import { findConfig } from './deployment-configs.ts';
import { checkGroup } from './group-rules.ts';
import { groupInfo, settingsOf } from './group-settings.ts';
import { findApplication, findGroup } from './lookup.ts';
import { pageOf } from './paging.ts';
import { canAssume, createServiceRole } from './service-role.ts';
import type { CodeDeployState, DeploymentGroup, GroupSettings } from './state.ts';
import type { CodeDeployBehaviour } from './unproven.ts';

const GROUPS_PER_APPLICATION_MAX = 1000;

export const groupOperations = (
  host: ServiceHost,
  state: CodeDeployState,
  behaviour: CodeDeployBehaviour,
): Operations<typeof Sdk> => ({
  async CreateDeploymentGroup({ applicationName, tags = [], ...input }) {
    const application = findApplication(state, applicationName);
    const settings = settingsOf(input);
    const { name } = settings;
    if (application.groups.has(name))
      throw new AwsError(
        'DeploymentGroupAlreadyExistsException',
        `Deployment group with the name ${name} already exists`,
      );
    if (application.groups.size >= GROUPS_PER_APPLICATION_MAX)
      throw new AwsError(
        'DeploymentGroupLimitExceededException',
        `The deployment groups limit (${GROUPS_PER_APPLICATION_MAX}) was exceeded.`,
      );
    await checkSettings({ host, state, behaviour }, settings, undefined);
    const group: DeploymentGroup = {
      id: host.ids.uuid(),
      application: application.name,
      settings,
      active: undefined,
      lastAttempted: undefined,
      lastSuccessful: undefined,
    };
    application.groups.set(name, group);
    state.tags.set(host.arn('codedeploy', `deploymentgroup:${application.name}/${name}`), tags);
    return { deploymentGroupId: group.id };
  },
  async UpdateDeploymentGroup({
    applicationName,
    currentDeploymentGroupName,
    newDeploymentGroupName,
    ...changes
  }) {
    const application = findApplication(state, applicationName);
    const group = findGroup(application, currentDeploymentGroupName);
    const settings = settingsOf(
      { ...changes, deploymentGroupName: newDeploymentGroupName },
      group.settings,
    );
    await checkSettings({ host, state, behaviour }, settings, group);
    application.groups.delete(group.settings.name);
    application.groups.set(settings.name, group);
    group.settings = settings;
    return { hooksNotCleanedUp: [] };
  },
  GetDeploymentGroup({ applicationName, deploymentGroupName }) {
    const application = findApplication(state, applicationName);
    return { deploymentGroupInfo: groupInfo(findGroup(application, deploymentGroupName)) };
  },
  BatchGetDeploymentGroups({ applicationName, deploymentGroupNames = [] }) {
    const application = findApplication(state, applicationName);
    return {
      deploymentGroupsInfo: deploymentGroupNames.map((name) =>
        groupInfo(findGroup(application, name)),
      ),
    };
  },
  ListDeploymentGroups({ applicationName, nextToken }) {
    const { groups } = findApplication(state, applicationName);
    const { page, nextToken: next } = pageOf([...groups.keys()], nextToken);
    return { applicationName, deploymentGroups: page, nextToken: next };
  },
  DeleteDeploymentGroup({ applicationName, deploymentGroupName = '' }) {
    findApplication(state, applicationName).groups.delete(deploymentGroupName);
    return { hooksNotCleanedUp: [] };
  },
});

interface Surroundings {
  readonly host: ServiceHost;
  readonly state: CodeDeployState;
  readonly behaviour: CodeDeployBehaviour;
}

async function checkSettings(
  { host, state, behaviour }: Surroundings,
  settings: GroupSettings,
  self: DeploymentGroup | undefined,
): Promise<void> {
  findConfig(state, settings.configName);
  checkGroup(settings, behaviour);
  const taken = [...state.applications.values()]
    .flatMap(({ groups }) => [...groups.values()])
    .find(
      (group) =>
        group !== self &&
        group.settings.cluster === settings.cluster &&
        group.settings.service === settings.service,
    );
  if (taken !== undefined)
    throw new AwsError(
      'ECSServiceMappingLimitExceededException',
      `The Amazon ECS service is already associated with deployment group ${taken.settings.name}.`,
    );
  if (!(await canAssume(host, settings.serviceRoleArn)))
    throw new AwsError(
      'InvalidRoleException',
      `AWS CodeDeploy does not have the permissions required to assume the role ${settings.serviceRoleArn}.`,
    );
  await checkService(host, settings);
}

/** CodeDeploy looks at the service with the group's role, so that a role that cannot is refused here. */
async function checkService(host: ServiceHost, settings: GroupSettings): Promise<void> {
  const { cluster, service, serviceRoleArn } = settings;
  const role = createServiceRole(host, serviceRoleArn);
  const refuse = (message: string) => new AwsError('InvalidECSServiceException', message);
  const { services = [] } = await role
    .ecs('DescribeServices', { cluster, services: [service] })
    .catch((error: Error) => {
      throw refuse(
        `Could not load ECS service information for cluster: ${cluster}, service: ${service}. Cause: ${error.message}`,
      );
    });
  if (services[0]?.status !== 'ACTIVE')
    throw refuse(`The ECS service ${service} cannot be found in cluster ${cluster}.`);
  if (services[0].deploymentController?.type !== 'CODE_DEPLOY')
    throw refuse(
      "Deployment group's ECS service must be configured for a CODE_DEPLOY deployment controller.",
    );
}
