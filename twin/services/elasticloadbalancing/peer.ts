// What Elastic Load Balancing offers to its neighbours.
import type { LoadBalancingPeer } from '../../host/load-balancing-peer.ts';
import { letsConnect } from './access.ts';
import { decide, servingTargets } from './data-plane.ts';
import { aboutToChange, type Elb } from './elb.ts';
import type { HealthChecks } from './health.ts';
import { NOT_REGISTERED } from './health.ts';
import { sendHttp } from './http.ts';
import type { Meter } from './metrics.ts';
import { deregister, drainSeconds, register, stateOf } from './targets.ts';

export function createPeer(
  elb: Elb,
  parts: { checks: HealthChecks; meter: Meter },
): LoadBalancingPeer {
  const { checks, meter } = parts;
  const groupOf = (arn: string) => elb.state.targetGroups.get(arn);
  return {
    decide: (request) => decide(elb, request),
    route(request) {
      const decision = decide(elb, request);
      return decision.kind === 'forward' ? decision.shares : [];
    },
    healthyTargets(arn) {
      const group = groupOf(arn);
      return group === undefined ? [] : servingTargets(group);
    },
    http: (request) => sendHttp(elb, meter, request),
    letsIn: (connection) => letsConnect(elb, connection),
    measure: (served) => meter.measure(served),
    beforeChange: (listener) => void elb.beforeChange.add(listener),
    accountNow: () => aboutToChange(elb),
    tagsOf: (arn) =>
      Object.fromEntries(
        (elb.state.tags.get(arn) ?? []).map(({ Key = '', Value = '' }) => [Key, Value]),
      ),
    onTargetState: (listener) => void elb.onTargetState.add(listener),
    listeners: () =>
      [...elb.state.listeners.values()].map(({ arn, loadBalancer, settings }) => ({
        listenerArn: arn,
        loadBalancerArn: loadBalancer.arn,
        loadBalancerName: loadBalancer.name,
        dnsName: loadBalancer.dnsName,
        port: settings.Port ?? 0,
        protocol: settings.Protocol ?? 'HTTP',
      })),
    register(arn, address) {
      const group = groupOf(arn);
      if (group !== undefined) register(elb, checks, { group, address });
    },
    deregister(arn, address) {
      const group = groupOf(arn);
      if (group !== undefined) deregister(elb, group, address);
    },
    targetGroup(arn) {
      const group = groupOf(arn);
      if (group === undefined) return undefined;
      return {
        targetGroupArn: arn,
        loadBalancerArns: [...(elb.attachments.get(arn) ?? [])],
        deregistrationDelaySeconds: drainSeconds(group),
      };
    },
    targetState(arn, address) {
      const group = groupOf(arn);
      return group === undefined ? NOT_REGISTERED : stateOf(group, address);
    },
  };
}
