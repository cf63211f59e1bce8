// Deployments and their targets as the API shows them.
import type {
  DeploymentTarget as ApiTarget,
  DeploymentInfo,
  DeploymentOverview,
} from '@aws-sdk/client-codedeploy';
import { type Deployment, isOver } from './state.ts';

export function deploymentInfo(deployment: Deployment): DeploymentInfo {
  const { settings } = deployment;
  return {
    applicationName: deployment.group.application,
    deploymentGroupName: settings.name,
    deploymentConfigName: deployment.configName,
    deploymentId: deployment.id,
    previousRevision: deployment.previousRevision,
    revision: deployment.revision,
    status: deployment.status,
    errorInformation: deployment.error,
    createTime: deployment.createTime,
    startTime: deployment.startTime,
    completeTime: deployment.completeTime,
    // Absent while an ECS deployment runs; then it counts targets, not tasks.
    deploymentOverview: isOver(deployment) ? overviewOf(deployment) : undefined,
    description: deployment.description,
    creator: deployment.creator,
    ignoreApplicationStopFailures: false,
    autoRollbackConfiguration: deployment.autoRollback,
    updateOutdatedInstancesOnly: false,
    rollbackInfo: deployment.rollback,
    deploymentStyle: settings.style,
    // Never set for ECS, though the wait exists: aws/containers-roadmap#269.
    instanceTerminationWaitTimeStarted: false,
    blueGreenDeploymentConfiguration: settings.blueGreen,
    loadBalancerInfo: settings.loadBalancerInfo,
    fileExistsBehavior: 'DISALLOW',
    deploymentStatusMessages: [],
    computePlatform: 'ECS',
    overrideAlarmConfiguration: deployment.overrideAlarms,
  };
}

export function overviewOf({ target }: Deployment): Required<DeploymentOverview> {
  const count = (...statuses: readonly string[]) => (statuses.includes(target.status) ? 1 : 0);
  return {
    Pending: count('Pending'),
    InProgress: count('InProgress'),
    Succeeded: count('Succeeded'),
    Failed: count('Failed'),
    Skipped: count('Skipped'),
    Ready: count('Ready'),
  };
}

export function deploymentTarget({ id: deploymentId, target }: Deployment): ApiTarget {
  return {
    deploymentTargetType: 'ECSTarget',
    ecsTarget: {
      deploymentId,
      targetId: target.id,
      targetArn: target.arn,
      lastUpdatedAt: target.updatedAt,
      lifecycleEvents: target.steps.map(({ name, status, startTime, endTime, message }) => ({
        lifecycleEventName: name,
        status,
        startTime,
        endTime,
        ...(message === undefined ? {} : { diagnostics: { errorCode: 'UnknownError', message } }),
      })),
      status: target.status,
      taskSetsInfo: target.taskSets.map((view) => ({
        // The misspelling is the API's.
        identifer: view.id,
        desiredCount: view.desiredCount,
        pendingCount: view.pendingCount,
        runningCount: view.runningCount,
        status: view.status,
        trafficWeight: view.trafficWeight,
        targetGroup: { name: view.targetGroupName },
        taskSetLabel: view.label,
      })),
    },
  };
}
