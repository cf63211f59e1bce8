// The small services: parameters, secrets, schedules, scaling and tokens.
import type * as Scaling from '@aws-sdk/client-application-auto-scaling';
import type * as Scheduler from '@aws-sdk/client-scheduler';
import type * as Secrets from '@aws-sdk/client-secrets-manager';
import type * as Ssm from '@aws-sdk/client-ssm';
import type * as Sts from '@aws-sdk/client-sts';
import { onService } from './ecs.ts';
import { type Demand, defineActions, each, isArn, passes, type Scope } from './table.ts';

const parameterArn = (name: string | undefined, at: Scope): string =>
  isArn(name) ? name : at.arn('ssm', `parameter/${(name ?? '').replace(/^\//, '')}`);

export const ssmActions = defineActions<typeof Ssm>()('ssm', {
  ...each(
    ['GetParameter', 'PutParameter', 'DeleteParameter', 'GetParameterHistory'],
    ({ Name }: { Name?: string | undefined }, at) => ({ on: [parameterArn(Name, at)] }),
  ),
  GetParameters: ({ Names }, at) => ({ on: (Names ?? []).map((name) => parameterArn(name, at)) }),
  DeleteParameters: ({ Names }, at) => ({
    on: (Names ?? []).map((name) => parameterArn(name, at)),
  }),
  GetParametersByPath: ({ Path }, at) => ({ on: [parameterArn(Path, at)] }),
});

/** Secrets have six random characters after their name; policies stand for them with `??????`. */
const secretArn = (id: string | undefined, at: Scope): string =>
  isArn(id) ? id : at.arn('secretsmanager', `secret:${id}-??????`);

export const secretsmanagerActions = defineActions<typeof Secrets>()('secretsmanager', {
  ...each(
    [
      'GetSecretValue',
      'DescribeSecret',
      'PutSecretValue',
      'UpdateSecret',
      'DeleteSecret',
      'RotateSecret',
    ],
    ({ SecretId }: { SecretId?: string | undefined }, at) => ({ on: [secretArn(SecretId, at)] }),
  ),
  CreateSecret: ({ Name }, at) => ({ on: [secretArn(Name, at)] }),
});

interface NamesSchedule {
  readonly Name?: string | undefined;
  readonly GroupName?: string | undefined;
}

const bySchedule = ({ Name, GroupName = 'default' }: NamesSchedule, at: Scope) => ({
  on: [at.arn('scheduler', `schedule/${GroupName}/${Name}`)],
});

const bySchedulesGroup = ({ Name }: NamesSchedule, at: Scope) => ({
  on: [at.arn('scheduler', `schedule-group/${Name}`)],
});

export const schedulerActions = defineActions<typeof Scheduler>()('scheduler', {
  ...each(['GetSchedule', 'DeleteSchedule'], bySchedule),
  ...each(['CreateScheduleGroup', 'GetScheduleGroup', 'DeleteScheduleGroup'], bySchedulesGroup),
  CreateSchedule: (input, at) => [
    bySchedule(input, at),
    ...passes('scheduler.amazonaws.com', input.Target?.RoleArn),
  ],
  UpdateSchedule: (input, at) => [
    bySchedule(input, at),
    ...passes('scheduler.amazonaws.com', input.Target?.RoleArn),
  ],
});

interface NamesTarget {
  readonly ResourceId?: string | undefined;
  readonly ServiceNamespace?: string | undefined;
  readonly ScalableDimension?: string | undefined;
}

const byScalableTarget = ({ ServiceNamespace, ScalableDimension }: NamesTarget, at: Scope) => ({
  on: [at.arn('application-autoscaling', 'scalable-target/*')],
  keys: {
    'application-autoscaling:service-namespace': ServiceNamespace ?? '',
    'application-autoscaling:scalable-dimension': ScalableDimension ?? '',
  },
});

/** Whoever has Application Auto Scaling scale must be able to do so by hand: change the service, and keep alarms. */
const byHand = ({ ServiceNamespace, ResourceId }: NamesTarget, at: Scope): readonly Demand[] => {
  if (ServiceNamespace !== 'ecs') return [];
  const [, cluster, service] = (ResourceId ?? '').split('/');
  const ofService = { ...onService({ cluster, service }, at), tried: true };
  const ofAlarms = { on: ['*'], tried: true };
  return [
    { ...ofService, action: 'ecs:DescribeServices' },
    { ...ofService, action: 'ecs:UpdateService' },
    { ...ofAlarms, action: 'cloudwatch:DescribeAlarms' },
    { ...ofAlarms, action: 'cloudwatch:PutMetricAlarm' },
    { ...ofAlarms, action: 'cloudwatch:DeleteAlarms' },
  ];
};

export const scalingActions = defineActions<typeof Scaling>()('application-autoscaling', {
  ...each(['DeregisterScalableTarget', 'DeleteScalingPolicy'], byScalableTarget),
  PutScalingPolicy: (input, at) => [byScalableTarget(input, at), ...byHand(input, at)],
  RegisterScalableTarget: (input, at) => [
    byScalableTarget(input, at),
    ...byHand(input, at),
    ...passes('application-autoscaling.amazonaws.com', input.RoleARN),
  ],
});

export const stsActions = defineActions<typeof Sts>()('sts', {
  AssumeRole: ({ RoleArn }) => ({ on: [RoleArn ?? '*'] }),
  // Everybody may ask who they are.
  GetCallerIdentity: () => [],
});
