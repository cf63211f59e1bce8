// CodeDeploy: start once, look, continue, stop. It has no client token, so the description names the release.
import {
  CodeDeployClient,
  ContinueDeploymentCommand,
  CreateDeploymentCommand,
  type DeploymentInfo,
  type DeploymentWaitType,
  GetDeploymentCommand,
  GetDeploymentTargetCommand,
  ListDeploymentsCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-codedeploy';
import type { Site } from '../core/contract/site.ts';
import { clientSettings } from './client-settings.ts';
import { isNamed } from './failure.ts';

export interface NewDeployment {
  readonly site: Site;
  readonly description: string;
  readonly taskDefinitionArn: string;
  readonly configurationName: string;
}

export interface DeploymentView {
  readonly deploymentId: string;
  readonly status: string;
  readonly creator: string;
  readonly description: string;
  readonly error: string;
  /** Empty until there is one. */
  readonly rollbackDeploymentId: string;
}

export interface DeployedTaskSet {
  readonly id: string;
  readonly label: 'blue' | 'green';
  readonly targetGroupName: string;
  readonly desiredCount: number;
  readonly runningCount: number;
  readonly trafficPercent: number;
}

export interface Deployments {
  /** Starts the deployment, or finds the one that was started under the same description. */
  start(deployment: NewDeployment): Promise<string>;
  view(deploymentId: string): Promise<DeploymentView>;
  active(site: Site): Promise<readonly DeploymentView[]>;
  taskSets(deploymentId: string, site: Site): Promise<readonly DeployedTaskSet[]>;
  /** CodeDeploy goes back to blue and takes green down. Stopping what has ended is no error. */
  stop(deploymentId: string): Promise<void>;
  /** Continuing what has already gone on is no error. */
  goOn(deploymentId: string, wait: DeploymentWaitType): Promise<void>;
}

const ACTIVE = ['Created', 'Queued', 'InProgress', 'Baking', 'Ready'] as const;

export function openDeployments(client = new CodeDeployClient(clientSettings())): Deployments {
  async function view(deploymentId: string): Promise<DeploymentView> {
    const { deploymentInfo } = await client.send(new GetDeploymentCommand({ deploymentId }));
    return toView(deploymentId, deploymentInfo ?? {});
  }

  async function active(site: Site): Promise<readonly DeploymentView[]> {
    const { deployments = [] } = await client.send(
      new ListDeploymentsCommand({
        applicationName: site.applicationName,
        deploymentGroupName: site.deploymentGroupName,
        includeOnlyStatuses: [...ACTIVE],
      }),
    );
    return Promise.all(deployments.map(view));
  }

  const started = async ({ site, description }: NewDeployment): Promise<string | undefined> =>
    (await active(site)).find((each) => each.description === description)?.deploymentId;

  return {
    view,
    active,
    async start(deployment) {
      const before = await started(deployment);
      if (before !== undefined) return before;
      try {
        const { deploymentId = '' } = await client.send(toCommand(deployment));
        return deploymentId;
      } catch (error) {
        // Created by a call whose answer was lost, or somebody else's: only the description tells.
        const found = isNamed(error, 'DeploymentLimitExceededException', 'TimeoutError')
          ? await started(deployment)
          : undefined;
        if (found === undefined) throw error;
        return found;
      }
    },
    async taskSets(deploymentId, site) {
      const targetId = `${site.clusterName}:${site.serviceName}`;
      const { deploymentTarget } = await client.send(
        new GetDeploymentTargetCommand({ deploymentId, targetId }),
      );
      return (deploymentTarget?.ecsTarget?.taskSetsInfo ?? []).map((set) => ({
        // The API's own spelling.
        id: set.identifer ?? '',
        label: set.taskSetLabel === 'Green' ? 'green' : 'blue',
        targetGroupName: set.targetGroup?.name ?? '',
        desiredCount: set.desiredCount ?? 0,
        runningCount: set.runningCount ?? 0,
        trafficPercent: set.trafficWeight ?? 0,
      }));
    },
    async stop(deploymentId) {
      try {
        await client.send(new StopDeploymentCommand({ deploymentId, autoRollbackEnabled: true }));
      } catch (error) {
        if (!isNamed(error, 'DeploymentAlreadyCompletedException')) throw error;
      }
    },
    async goOn(deploymentId, deploymentWaitType) {
      try {
        await client.send(new ContinueDeploymentCommand({ deploymentId, deploymentWaitType }));
      } catch (error) {
        if (!isNamed(error, 'DeploymentAlreadyCompletedException')) throw error;
      }
    },
  };
}

function toCommand({ site, description, taskDefinitionArn, configurationName }: NewDeployment) {
  const content = JSON.stringify({
    version: 0.0,
    Resources: [
      {
        TargetService: {
          Type: 'AWS::ECS::Service',
          Properties: {
            TaskDefinition: taskDefinitionArn,
            LoadBalancerInfo: {
              ContainerName: site.containerName,
              ContainerPort: site.containerPort,
            },
          },
        },
      },
    ],
  });
  return new CreateDeploymentCommand({
    applicationName: site.applicationName,
    deploymentGroupName: site.deploymentGroupName,
    deploymentConfigName: configurationName,
    description,
    revision: { revisionType: 'AppSpecContent', appSpecContent: { content } },
  });
}

function toView(deploymentId: string, info: DeploymentInfo): DeploymentView {
  const { status, creator, description, errorInformation, rollbackInfo } = info;
  return {
    deploymentId,
    status: status ?? 'Created',
    creator: creator ?? '',
    description: description ?? '',
    error:
      errorInformation === undefined
        ? ''
        : `${errorInformation.code ?? ''}: ${errorInformation.message ?? ''}`,
    rollbackDeploymentId: rollbackInfo?.rollbackDeploymentId ?? '',
  };
}
