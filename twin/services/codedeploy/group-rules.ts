// What a deployment group of the ECS platform must be: one named rule per law, checked in this order.
import type {
  AlarmConfiguration,
  AutoRollbackConfiguration,
  BlueGreenDeploymentConfiguration,
  DeploymentStyle,
  LoadBalancerInfo,
  TriggerConfig,
} from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../host/aws-error.ts';
import type { GroupSettings } from './state.ts';
import type { CodeDeployBehaviour } from './unproven.ts';

const ALARMS_MAX = 10;
const TRIGGERS_MAX = 10;
const ALARM_NAME_LENGTH_MAX = 255;
const TERMINATION_MINUTES_MAX = 2880;

export function checkGroup(settings: GroupSettings, behaviour: CodeDeployBehaviour): void {
  checkStyle(settings.style);
  checkLoadBalancer(settings.loadBalancerInfo);
  checkReadyOption(settings.blueGreen, behaviour.readyWaitMinutesMax);
  checkTermination(settings.blueGreen);
  checkAlarms(settings.alarms);
  checkAutoRollback(settings.autoRollback);
  checkTriggers(settings.triggers);
}

function checkStyle({ deploymentType, deploymentOption }: DeploymentStyle): void {
  if (deploymentType === 'BLUE_GREEN' && deploymentOption === 'WITH_TRAFFIC_CONTROL') return;
  throw new AwsError(
    'InvalidDeploymentStyleException',
    'For ECS deployment, the deployment type must be BLUE_GREEN, and deployment option must be WITH_TRAFFIC_CONTROL.',
  );
}

function checkLoadBalancer(info: LoadBalancerInfo): void {
  const refuse = (message: string) => new AwsError('InvalidLoadBalancerInfoException', message);
  if (info.elbInfoList?.length)
    throw refuse('For ECS deployment group, loadBalancerInfo must not contain elbInfo list');
  if (info.targetGroupInfoList?.length)
    throw refuse(
      'For ECS deployment group, loadBalancerInfo must not contain targetGroupInfo list',
    );
  const [pair, ...others] = info.targetGroupPairInfoList ?? [];
  if (pair === undefined || others.length > 0)
    throw refuse('For ECS deployment group, loadBalancerInfo must be specified');
  const names = pair.targetGroups?.map(({ name }) => name) ?? [];
  if (names.length !== 2 || names.includes(undefined) || names[0] === names[1])
    throw new AwsError(
      'InvalidTargetGroupPairException',
      'A target group pair must consist of two different target groups.',
    );
  if (pair.prodTrafficRoute?.listenerArns?.length !== 1)
    throw refuse('The production traffic route must have exactly one listener ARN.');
  if ((pair.testTrafficRoute?.listenerArns?.length ?? 0) > 1)
    throw refuse('The test traffic route must have at most one listener ARN.');
}

function checkReadyOption(
  { deploymentReadyOption: option }: BlueGreenDeploymentConfiguration,
  minutesMax: number,
): void {
  const { actionOnTimeout, waitTimeInMinutes = 0 } = option ?? {};
  if (actionOnTimeout === 'CONTINUE_DEPLOYMENT' && waitTimeInMinutes > 0)
    throw invalidBlueGreen(
      "Deployment ready action cannot be set to 'CONTINUE_DEPLOYMENT' when timeout is specified",
    );
  if (actionOnTimeout === 'STOP_DEPLOYMENT' && waitTimeInMinutes <= 0)
    throw invalidBlueGreen(
      'Deployment ready action cannot be set to STOP_DEPLOYMENT when timeout is set to 0 minutes',
    );
  if (waitTimeInMinutes > minutesMax)
    throw invalidBlueGreen(`The deployment ready wait time cannot exceed ${minutesMax} minutes`);
}

function checkTermination({
  terminateBlueInstancesOnDeploymentSuccess: option,
}: BlueGreenDeploymentConfiguration): void {
  const { action, terminationWaitTimeInMinutes = 0 } = option ?? {};
  if (action === 'KEEP_ALIVE')
    throw invalidBlueGreen(
      'For ECS deployment group, terminateBlueInstancesOnDeploymentSuccess action must be TERMINATE',
    );
  if (terminationWaitTimeInMinutes > TERMINATION_MINUTES_MAX)
    throw invalidBlueGreen(
      `The termination wait time cannot exceed ${TERMINATION_MINUTES_MAX} minutes`,
    );
}

export function checkAlarms(configuration: AlarmConfiguration | undefined): void {
  if (configuration === undefined) return;
  const names = configuration.alarms?.map(({ name }) => name) ?? [];
  const refuse = (message: string) => new AwsError('InvalidAlarmConfigException', message);
  if (names.length > ALARMS_MAX)
    throw new AwsError(
      'AlarmsLimitExceededException',
      `The maximum number of alarms for a deployment group (${ALARMS_MAX}) was exceeded.`,
    );
  if (names.some((name) => !name || name.length > ALARM_NAME_LENGTH_MAX))
    throw refuse(
      `The alarm name is empty or exceeds the limit of ${ALARM_NAME_LENGTH_MAX} characters.`,
    );
  if (new Set(names).size < names.length)
    throw refuse('Two alarms with the same name have been specified.');
  if (configuration.enabled === true && names.length === 0)
    throw refuse('The alarm configuration is enabled, but the alarm list is empty.');
}

export function checkAutoRollback(configuration: AutoRollbackConfiguration | undefined): void {
  if (configuration?.enabled !== true || (configuration.events?.length ?? 0) > 0) return;
  throw new AwsError(
    'InvalidAutoRollbackConfigException',
    'Automatic rollback is enabled, but no event types were listed.',
  );
}

function checkTriggers(triggers: readonly TriggerConfig[]): void {
  if (triggers.length > TRIGGERS_MAX)
    throw new AwsError(
      'TriggerTargetsLimitExceededException',
      `The maximum number of triggers (${TRIGGERS_MAX}) was exceeded.`,
    );
  const isWhole = ({ triggerName, triggerTargetArn, triggerEvents }: TriggerConfig) =>
    triggerName && triggerTargetArn?.startsWith('arn:aws:sns:') && triggerEvents?.length;
  if (!triggers.every(isWhole))
    throw new AwsError(
      'InvalidTriggerConfigException',
      'The trigger was specified in an invalid format.',
    );
}

const invalidBlueGreen = (message: string): AwsError =>
  new AwsError('InvalidBlueGreenDeploymentConfigurationException', message);
