// The scaling itself: once a minute, while there are policies that track a target.
import type { DescribeServicesResponse } from '@aws-sdk/client-ecs';
import { AwsError, LostCall } from '../../host/aws-error.ts';
import { serviceCaller } from '../../host/caller.ts';
import type { ServiceHost } from '../../host/service.ts';
import { PRINCIPAL, readValues } from './metrics.ts';
import type { Target } from './state.ts';
import { type Tracked, wantedByAll } from './tracking.ts';

const LOOK_MS = 60_000;
/** Of ECS services, where a policy names none. */
const COOLDOWN_SECONDS = 300;
const ACTIVITIES_MAX = 100;

/** Watches on as long as there is something to track. */
export function watch(host: ServiceHost, target: Target): void {
  const tracks = [...target.policies.values()].some(({ tracking }) => tracking !== undefined);
  if (!tracks || target.look !== undefined) return;
  target.look = host.clock.after(
    LOOK_MS,
    () => {
      target.look = undefined;
      void look(host, target).finally(() => watch(host, target));
    },
    'upkeep',
  );
}

export function unwatch(target: Target): void {
  target.look?.cancel();
  target.look = undefined;
  target.policies.clear();
}

async function look(host: ServiceHost, target: Target): Promise<void> {
  try {
    const current = await readDesiredCount(host, target);
    if (current === undefined) return;
    const wanted = wantedByAll(await readTracked(host, target), current);
    const desired = Math.min(target.max, Math.max(target.min, wanted));
    if (mayScale(host, target, current, desired)) await scale(host, target, { current, desired });
  } catch (error) {
    // What cannot be read or written now is looked at again in a minute.
    if (!(error instanceof AwsError || error instanceof LostCall)) throw error;
  }
}

function readTracked(host: ServiceHost, target: Target): Promise<Tracked[]> {
  const policies = [...target.policies.values()].flatMap(({ tracking }) => tracking ?? []);
  return Promise.all(
    policies.map(async (policy) => ({
      values: await readValues(host, target, policy),
      targetValue: policy.TargetValue ?? 0,
      disableScaleIn: policy.DisableScaleIn ?? false,
    })),
  );
}

function mayScale(host: ServiceHost, target: Target, current: number, desired: number): boolean {
  if (desired === current) return false;
  const { DynamicScalingInSuspended, DynamicScalingOutSuspended } = target.suspension;
  const isOut = desired > current;
  if (isOut ? DynamicScalingOutSuspended : DynamicScalingInSuspended) return false;
  const cooldowns = [...target.policies.values()].map(
    ({ tracking }) =>
      (isOut ? tracking?.ScaleOutCooldown : tracking?.ScaleInCooldown) ?? COOLDOWN_SECONDS,
  );
  const waitsUntil = (target.scaledAt ?? 0) + Math.max(...cooldowns) * 1000;
  return target.scaledAt === undefined || host.clock.now() >= waitsUntil;
}

async function scale(
  host: ServiceHost,
  target: Target,
  { current, desired }: { current: number; desired: number },
): Promise<void> {
  const { cluster, service } = serviceOf(target);
  const startTime = host.clock.date();
  await callEcs(host, target, 'UpdateService', { cluster, service, desiredCount: desired });
  target.scaledAt = host.clock.now();
  target.activities = [
    {
      ActivityId: host.ids.uuid(),
      ServiceNamespace: 'ecs' as const,
      ResourceId: target.resourceId,
      ScalableDimension: target.dimension,
      Description: `Setting desired count to ${desired}.`,
      Cause: `a target tracking policy changed the desired count from ${current} to ${desired}`,
      StartTime: startTime,
      EndTime: host.clock.date(),
      StatusCode: 'Successful' as const,
      StatusMessage: `Successfully set desired count to ${desired}. Change successfully fulfilled by ecs.`,
    },
    ...target.activities,
  ].slice(0, ACTIVITIES_MAX);
}

async function readDesiredCount(host: ServiceHost, target: Target): Promise<number | undefined> {
  const { cluster, service } = serviceOf(target);
  const answer = await callEcs(host, target, 'DescribeServices', { cluster, services: [service] });
  return (answer as DescribeServicesResponse).services?.[0]?.desiredCount;
}

const callEcs = (
  host: ServiceHost,
  { arn }: Target,
  operation: string,
  input: object,
): Promise<object> =>
  host.call({
    service: 'ecs',
    operation,
    input,
    // On AWS a service-linked role does this, which no template defines.
    caller: serviceCaller(host.account, PRINCIPAL, arn),
  });

function serviceOf({ resourceId }: Target): { cluster: string; service: string } {
  const [, cluster = '', service = ''] = resourceId.split('/');
  return { cluster, service };
}
