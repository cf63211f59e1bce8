// A deployment's birth: what a request and its group make of it.
import type { CreateDeploymentInput, RevisionLocation } from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../host/aws-error.ts';
import type { ServiceHost } from '../../host/service.ts';
import { digestOf, registerRevision } from './applications.ts';
import { ALL_AT_ONCE, findConfig } from './deployment-configs.ts';
import { checkAlarms, checkAutoRollback } from './group-rules.ts';
import { createInterrupt } from './interrupt.ts';
import { pendingSteps } from './lifecycle.ts';
import { findApplication, findGroup } from './lookup.ts';
import type { CodeDeployState, Deployment, DeploymentGroup } from './state.ts';

const DESCRIPTION_LENGTH_MAX = 256;

type Request = Pick<
  Deployment,
  | 'configName'
  | 'routing'
  | 'creator'
  | 'description'
  | 'revision'
  | 'autoRollback'
  | 'alarms'
  | 'overrideAlarms'
>;

export function createDeployment(
  host: ServiceHost,
  state: CodeDeployState,
  input: CreateDeploymentInput,
): Deployment {
  const application = findApplication(state, input.applicationName);
  const group = findGroup(application, input.deploymentGroupName);
  const revision = checkRevision(input.revision);
  const configName = input.deploymentConfigName ?? group.settings.configName;
  const config = findConfig(state, configName);
  checkAutoRollback(input.autoRollbackConfiguration);
  checkAlarms(input.overrideAlarmConfiguration);
  if ((input.description?.length ?? 0) > DESCRIPTION_LENGTH_MAX)
    throw new AwsError(
      'DescriptionTooLongException',
      `The description is longer than ${DESCRIPTION_LENGTH_MAX} characters.`,
    );
  if (group.active !== undefined)
    throw new AwsError(
      'DeploymentLimitExceededException',
      `The Deployment Group '${group.settings.name}' already has an active Deployment '${group.active.id}'`,
    );
  registerRevision(application, revision, { description: undefined, at: host.clock.date() });
  return addDeployment(host, state, group, {
    configName,
    routing: config.trafficRoutingConfig,
    creator: 'user',
    description: input.description,
    revision,
    autoRollback: input.autoRollbackConfiguration ?? group.settings.autoRollback,
    alarms: input.overrideAlarmConfiguration ?? group.settings.alarms,
    overrideAlarms: input.overrideAlarmConfiguration,
  });
}

/** The deployment that takes another one back. It moves all traffic at once, and asks no alarm. */
export function createRollback(
  host: ServiceHost,
  state: CodeDeployState,
  of: Deployment,
): Deployment {
  const rollback = addDeployment(host, state, of.group, {
    configName: ALL_AT_ONCE,
    routing: { type: 'AllAtOnce' },
    creator: 'codeDeployRollback',
    description: undefined,
    revision: of.previousRevision ?? of.revision,
    autoRollback: undefined,
    alarms: undefined,
    overrideAlarms: undefined,
  });
  of.rollback = {
    rollbackDeploymentId: rollback.id,
    rollbackMessage: `Deployment ${of.id} terminated. Automatic rollback is triggered with a DeploymentId ${rollback.id}.`,
  };
  rollback.rollback = {
    rollbackTriggeringDeploymentId: of.id,
    rollbackMessage: `Deployment ${rollback.id} is triggered to roll back deployment ${of.id}.`,
  };
  return rollback;
}

function addDeployment(
  host: ServiceHost,
  state: CodeDeployState,
  group: DeploymentGroup,
  request: Request,
): Deployment {
  const { cluster, service } = group.settings;
  const deployment: Deployment = {
    ...request,
    id: `d-${host.ids.alphanumeric(9)}`,
    group,
    settings: group.settings,
    previousRevision: group.lastSuccessful?.revision,
    createTime: host.clock.date(),
    target: {
      id: `${cluster}:${service}`,
      arn: host.arn('ecs', `service/${cluster}/${service}`),
      steps: pendingSteps(),
      status: 'Pending',
      taskSets: [],
      updatedAt: host.clock.date(),
    },
    interrupt: createInterrupt(host.clock),
    hooks: new Map(),
    status: 'Created',
    startTime: undefined,
    completeTime: undefined,
    error: undefined,
    rollback: undefined,
    waiting: undefined,
    fleets: undefined,
  };
  state.deployments.set(deployment.id, deployment);
  group.active = deployment;
  group.lastAttempted = deployment;
  return deployment;
}

function checkRevision(revision: RevisionLocation | undefined): RevisionLocation {
  if (revision?.revisionType === undefined)
    throw new AwsError('RevisionRequiredException', 'The revision ID was not specified.');
  const { content, sha256 } = revision.appSpecContent ?? revision.string ?? {};
  if (content === undefined)
    throw new AwsError(
      'InvalidRevisionException',
      `A revision of the type ${revision.revisionType} is not simulated: give the AppSpec's content.`,
    );
  if (sha256 !== undefined && sha256 !== digestOf(content))
    throw new AwsError(
      'InvalidRevisionException',
      'The SHA-256 hash of the AppSpec content does not match.',
    );
  return {
    revisionType: revision.revisionType,
    appSpecContent: { content, sha256: digestOf(content) },
  };
}
