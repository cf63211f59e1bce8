// What CloudWatch learns about load balancers: once a minute, and only of what happened.
import type { ServedRequests } from '../../host/load-balancing-peer.ts';
import { aboutToChange, type Elb, isInUse } from './elb.ts';
import type { TargetGroup } from './state.ts';
import {
  addAnsweredByBalancer,
  addAnsweredByTarget,
  createTally,
  dataOf,
  type Tally,
} from './tally.ts';

const NAMESPACE = 'AWS/ApplicationELB';
const MINUTE_MS = 60_000;

export interface Meter {
  measure(served: ServedRequests): void;
  /** Goes on reporting as long as there is something to report. */
  refresh(): void;
}

export function createMeter(elb: Elb): Meter {
  const { clock } = elb.host;
  let tallies = new Map<string, Tally>();
  let scheduled = false;

  const tallyOf = (arn: string): Tally => {
    const tally = tallies.get(arn) ?? createTally();
    tallies.set(arn, tally);
    return tally;
  };

  function refresh(): void {
    if (scheduled) return;
    scheduled = true;
    clock.at((Math.floor(clock.now() / MINUTE_MS) + 1) * MINUTE_MS, report, 'upkeep');
  }

  function report(): void {
    // What has been served until now belongs to the minute that ends.
    aboutToChange(elb);
    scheduled = false;
    const at = clock.now() - MINUTE_MS;
    const ended = tallies;
    tallies = new Map();
    publish(elb, ended, at);
    const groups = [...elb.state.targetGroups.values()].filter(
      (group) => isInUse(elb, group) && group.targets.size > 0,
    );
    for (const group of groups) publishHosts(elb, group, at);
    if (groups.length > 0) refresh();
  }

  function measure(served: ServedRequests): void {
    const balancer = tallyOf(served.loadBalancerArn);
    if (served.targetGroupArn === undefined)
      for (const { status, count } of served.statuses)
        addAnsweredByBalancer(balancer, status, count);
    else {
      addAnsweredByTarget(balancer, served);
      addAnsweredByTarget(tallyOf(served.targetGroupArn), served);
      addAnsweredByBalancer(balancer, 502, served.connectionErrors);
    }
    refresh();
  }

  return { measure, refresh };
}

function publish(elb: Elb, tallies: ReadonlyMap<string, Tally>, at: number): void {
  const monitoring = elb.host.peer('monitoring');
  for (const [arn, tally] of tallies)
    for (const dimensions of dimensionsOf(elb, arn))
      for (const datum of dataOf(tally, { namespace: NAMESPACE, dimensions, at }))
        monitoring.publish(datum);
  for (const [arn, tally] of tallies) {
    const group = elb.state.targetGroups.get(arn);
    const requests = tally.counts.get('RequestCount') ?? 0;
    if (group !== undefined && requests > 0) publishPerTarget(elb, { group, requests, at });
  }
}

function publishPerTarget(
  elb: Elb,
  { group, requests, at }: { group: TargetGroup; requests: number; at: number },
): void {
  const value = requests / Math.max(1, countIn(group, 'healthy'));
  const about = { namespace: NAMESPACE, metricName: 'RequestCountPerTarget', at, unit: 'Count' };
  for (const dimensions of [{ TargetGroup: group.fullName }, ...dimensionsOf(elb, group.arn)])
    elb.host.peer('monitoring').publish({ ...about, dimensions, values: [{ value, count: 1 }] });
}

function publishHosts(elb: Elb, group: TargetGroup, at: number): void {
  for (const dimensions of dimensionsOf(elb, group.arn))
    for (const [metricName, state] of HOST_COUNTS)
      elb.host.peer('monitoring').publish({
        namespace: NAMESPACE,
        metricName,
        dimensions,
        at,
        unit: 'Count',
        values: [{ value: countIn(group, state), count: 1 }],
      });
}

const HOST_COUNTS = [
  ['HealthyHostCount', 'healthy'],
  ['UnHealthyHostCount', 'unhealthy'],
] as const;

const countIn = (group: TargetGroup, state: string): number =>
  [...group.targets.values()].filter(({ status }) => status.state === state).length;

/** A load balancer by itself, or a target group behind its load balancer. */
function dimensionsOf(elb: Elb, arn: string): readonly Readonly<Record<string, string>>[] {
  const balancer = elb.state.loadBalancers.get(arn);
  if (balancer !== undefined) return [{ LoadBalancer: balancer.fullName }];
  const TargetGroup = elb.state.targetGroups.get(arn)?.fullName;
  if (TargetGroup === undefined) return [];
  return [...(elb.attachments.get(arn) ?? [])].flatMap((each) => {
    const LoadBalancer = elb.state.loadBalancers.get(each)?.fullName;
    return LoadBalancer === undefined ? [] : [{ LoadBalancer, TargetGroup }];
  });
}
