// What can be asked of deployments: create, read, list, continue, stop, and answer a hook.

import type * as Sdk from '@aws-sdk/client-codedeploy';
import type { DeploymentStatus, ListDeploymentsInput } from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import type { ServiceHost } from '../../host/service.ts';
import { createDeployment, createRollback } from './create-deployment.ts';
import { deploymentInfo, deploymentTarget } from './deployment-info.ts';
import { stoppedByUser } from './halt.ts';
import { answerHook } from './hooks.ts';
import { findApplication, findDeployment, findGroup } from './lookup.ts';
import { deploy, rollBack } from './machine.ts';
import { pageOf } from './paging.ts';
import type { Run } from './run.ts';
import { createServiceRole } from './service-role.ts';
import { type CodeDeployState, type Deployment, isOver } from './state.ts';
import type { CodeDeployBehaviour } from './unproven.ts';

const TARGETS_PER_BATCH_MAX = 25;
const DEPLOYMENTS_PER_BATCH_MAX = 25;

export function deploymentOperations(
  host: ServiceHost,
  state: CodeDeployState,
  behaviour: CodeDeployBehaviour,
): Operations<typeof Sdk> {
  const runOf = (deployment: Deployment): Run => ({
    host,
    behaviour,
    deployment,
    role: createServiceRole(host, deployment.settings.serviceRoleArn),
  });
  const startRollback = (of: Deployment): Run => {
    const run = runOf(createRollback(host, state, of));
    run.deployment.fleets = of.fleets;
    void rollBack(run);
    return run;
  };
  return {
    CreateDeployment(input) {
      const deployment = createDeployment(host, state, input);
      void deploy(runOf(deployment), startRollback);
      return { deploymentId: deployment.id };
    },
    GetDeployment: ({ deploymentId }) => ({
      deploymentInfo: deploymentInfo(findDeployment(state, deploymentId)),
    }),
    BatchGetDeployments({ deploymentIds = [] }) {
      checkBatch(deploymentIds, DEPLOYMENTS_PER_BATCH_MAX, 'BatchLimitExceededException');
      return {
        deploymentsInfo: deploymentIds.flatMap((id) => {
          const found = state.deployments.get(id);
          return found === undefined ? [] : [deploymentInfo(found)];
        }),
      };
    },
    ListDeployments(input) {
      const { page, nextToken } = pageOf(listed(state, input), input.nextToken);
      return { deployments: page, nextToken };
    },
    ListDeploymentTargets: ({ deploymentId }) => ({
      targetIds: [findDeployment(state, deploymentId).target.id],
    }),
    GetDeploymentTarget: ({ deploymentId, targetId }) => ({
      deploymentTarget: targetOf(findDeployment(state, deploymentId), targetId),
    }),
    BatchGetDeploymentTargets({ deploymentId, targetIds = [] }) {
      const deployment = findDeployment(state, deploymentId);
      checkBatch(targetIds, TARGETS_PER_BATCH_MAX, 'DeploymentTargetListSizeExceededException');
      return { deploymentTargets: targetIds.map((id) => targetOf(deployment, id)) };
    },
    ContinueDeployment({ deploymentId, deploymentWaitType = 'READY_WAIT' }) {
      continueDeployment(findDeployment(state, deploymentId), deploymentWaitType);
      return {};
    },
    StopDeployment({ deploymentId, autoRollbackEnabled }) {
      const deployment = findDeployment(state, deploymentId);
      if (isOver(deployment)) throw alreadyCompleted(deployment);
      // The call that is under way ends first: the answer is that it will stop, not that it has.
      deployment.interrupt.raise(stoppedByUser(autoRollbackEnabled));
      return { status: 'Pending', statusMessage: 'The stop of the deployment is pending.' };
    },
    PutLifecycleEventHookExecutionStatus(input) {
      const { lifecycleEventHookExecutionId = '', status } = input;
      answerHook(findDeployment(state, input.deploymentId), lifecycleEventHookExecutionId, status);
      return { lifecycleEventHookExecutionId };
    },
  };
}

function continueDeployment(deployment: Deployment, type: string): void {
  if (type !== 'READY_WAIT' && type !== 'TERMINATION_WAIT')
    throw new AwsError('InvalidDeploymentWaitTypeException', 'The wait type is invalid.');
  if (isOver(deployment)) throw alreadyCompleted(deployment);
  const { waiting } = deployment;
  if (waiting?.type === type) {
    deployment.waiting = undefined;
    waiting.wait.finish();
    return;
  }
  throw type === 'READY_WAIT'
    ? new AwsError(
        'DeploymentIsNotInReadyStateException',
        "The deployment does not have a status of Ready and can't continue yet.",
      )
    : new AwsError(
        'InvalidDeploymentStatusException',
        'The deployment does not wait for the termination of the original task set.',
      );
}

/** Ids of the deployments that match, the newest first. */
function listed(state: CodeDeployState, input: ListDeploymentsInput): readonly string[] {
  const { applicationName, deploymentGroupName, includeOnlyStatuses = [], createTimeRange } = input;
  // Both names or none.
  if (applicationName !== undefined || deploymentGroupName !== undefined)
    findGroup(findApplication(state, applicationName), deploymentGroupName);
  const statuses = new Set<DeploymentStatus>(includeOnlyStatuses);
  const { start, end } = createTimeRange ?? {};
  return [...state.deployments.values()]
    .filter(
      ({ group, settings, status, createTime }) =>
        (applicationName === undefined || group.application === applicationName) &&
        (deploymentGroupName === undefined || settings.name === deploymentGroupName) &&
        (statuses.size === 0 || statuses.has(status)) &&
        (start === undefined || createTime >= start) &&
        (end === undefined || createTime <= end),
    )
    .map(({ id }) => id)
    .reverse();
}

function targetOf(deployment: Deployment, targetId: string | undefined) {
  if (targetId === deployment.target.id) return deploymentTarget(deployment);
  throw new AwsError(
    'DeploymentTargetDoesNotExistException',
    `The provided target ID ${targetId} does not belong to deployment ${deployment.id}`,
  );
}

function checkBatch(ids: readonly string[], max: number, error: string): void {
  if (ids.length > max) throw new AwsError(error, `At most ${max} IDs can be given.`);
}

const alreadyCompleted = ({ id, status }: Deployment): AwsError =>
  new AwsError(
    'DeploymentAlreadyCompletedException',
    `The deployment ${id} is already completed. Current status is ${status}.`,
  );
