// The small services: parameters, secrets, schedules, scaling and tokens.
import type * as Scaling from '@aws-sdk/client-application-auto-scaling';
import type * as Scheduler from '@aws-sdk/client-scheduler';
import type * as Secrets from '@aws-sdk/client-secrets-manager';
import type * as Ssm from '@aws-sdk/client-ssm';
import type * as Sts from '@aws-sdk/client-sts';
import { defineActions, each, isArn, passes, type Scope } from './table.ts';

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

export const scalingActions = defineActions<typeof Scaling>()('application-autoscaling', {
  ...each(
    ['DeregisterScalableTarget', 'PutScalingPolicy', 'DeleteScalingPolicy'],
    byScalableTarget,
  ),
  RegisterScalableTarget: (input, at) => [
    byScalableTarget(input, at),
    ...passes('application-autoscaling.amazonaws.com', input.RoleARN),
  ],
});

export const stsActions = defineActions<typeof Sts>()('sts', {
  AssumeRole: ({ RoleArn }) => ({ on: [RoleArn ?? '*'] }),
  // Everybody may ask who they are.
  GetCallerIdentity: () => [],
});
