/** A deployment of what serves already: everything CodeDeploy does, and nothing new for users. */
import { at, listAt, textAt } from './aws-cli.ts';
import { type Bed, until } from './point.ts';

/** Far from Spillway's own priority, and from anybody's. */
const OVERLAY_PRIORITY = 49_000;
const END = ['Succeeded', 'Failed', 'Stopped'];

export interface Ending {
  readonly status: string;
  readonly message: string;
}

export function startDeployment({ aws, site }: Bed): string {
  const service = at(
    aws.call('ecs', 'describe-services', {
      cluster: site.clusterName,
      services: [site.serviceName],
    }),
    'services',
    0,
  );
  const primary = listAt(service, 'taskSets').find((set) => textAt(set, 'status') === 'PRIMARY');
  const content = JSON.stringify({
    version: 0,
    Resources: [
      {
        TargetService: {
          Type: 'AWS::ECS::Service',
          Properties: {
            TaskDefinition: textAt(primary, 'taskDefinition'),
            LoadBalancerInfo: {
              ContainerName: site.containerName,
              ContainerPort: site.containerPort,
            },
          },
        },
      },
    ],
  });
  const answer = aws.call('deploy', 'create-deployment', {
    applicationName: site.applicationName,
    deploymentGroupName: site.deploymentGroupName,
    deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
    description: 'spillway proves an open point',
    revision: { revisionType: 'AppSpecContent', appSpecContent: { content } },
  });
  return textAt(answer, 'deploymentId');
}

export const statusOf = ({ aws }: Bed, deploymentId: string): string =>
  textAt(aws.call('deploy', 'get-deployment', { deploymentId }), 'deploymentInfo', 'status');

export const infoOf = ({ aws }: Bed, deploymentId: string): unknown =>
  at(aws.call('deploy', 'get-deployment', { deploymentId }), 'deploymentInfo');

export function awaitStatus(bed: Bed, id: string, wanted: readonly string[]): Promise<Ending> {
  return until(bed, { what: `${id} to be ${wanted.join(' or ')}`, minutes: 30 }, () => {
    const info = infoOf(bed, id);
    const status = textAt(info, 'status');
    if (!wanted.includes(status) && !END.includes(status)) return undefined;
    return { status, message: textAt(info, 'errorInformation', 'message') };
  });
}

export async function startAndAwaitReady(bed: Bed): Promise<string> {
  const id = startDeployment(bed);
  const { status, message } = await awaitStatus(bed, id, ['Ready']);
  if (status !== 'Ready')
    throw new Error(`the deployment ended before Ready: ${status} ${message}`);
  return id;
}

export const proceed = ({ aws }: Bed, deploymentId: string): void => {
  aws.call('deploy', 'continue-deployment', { deploymentId, deploymentWaitType: 'READY_WAIT' });
};

export const stop = ({ aws }: Bed, deploymentId: string, autoRollbackEnabled: boolean): void => {
  aws.call('deploy', 'stop-deployment', { deploymentId, autoRollbackEnabled });
};

/** Groups and weights of the listener's own action, without any rule. */
export function listenerWeights(
  { aws, site }: Bed,
  listenerArn = site.productionListenerArn,
): string {
  const answer = aws.call('elbv2', 'describe-listeners', { ListenerArns: [listenerArn] });
  const groups = listAt(
    answer,
    'Listeners',
    0,
    'DefaultActions',
    0,
    'ForwardConfig',
    'TargetGroups',
  );
  return groups
    .map((group) => `${slotOf(site, textAt(group, 'TargetGroupArn'))}=${textAt(group, 'Weight')}`)
    .join(' ');
}

const slotOf = (site: Bed['site'], arn: string): string =>
  arn === site.targetGroups.a.arn ? 'a' : arn === site.targetGroups.b.arn ? 'b' : arn;

/** A rule like Spillway's: 90 % to a and 10 % to b, whoever is who. */
export function addOverlay({ aws, site }: Bed): string {
  const answer = aws.call('elbv2', 'create-rule', {
    ListenerArn: site.productionListenerArn,
    Priority: OVERLAY_PRIORITY,
    Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/*'] } }],
    Actions: [
      {
        Type: 'forward',
        ForwardConfig: {
          TargetGroups: [
            { TargetGroupArn: site.targetGroups.a.arn, Weight: 90 },
            { TargetGroupArn: site.targetGroups.b.arn, Weight: 10 },
          ],
        },
      },
    ],
  });
  return textAt(answer, 'Rules', 0, 'RuleArn');
}

/** Puts everything back: no rule of ours, no deployment that moves. */
export async function tidy(bed: Bed, id: string, ruleArn = ''): Promise<void> {
  const { aws, site } = bed;
  if (ruleArn !== '') aws.call('elbv2', 'delete-rule', { RuleArn: ruleArn });
  if (!END.includes(statusOf(bed, id))) stop(bed, id, true);
  await until(bed, { what: 'the deployment group to be idle', minutes: 30 }, () => {
    const moving = aws.call('deploy', 'list-deployments', {
      applicationName: site.applicationName,
      deploymentGroupName: site.deploymentGroupName,
      includeOnlyStatuses: ['Created', 'Queued', 'InProgress', 'Ready'],
    });
    return listAt(moving, 'deployments').length === 0 ? true : undefined;
  });
}
