// What the load balancers really do with requests: the rules as they stood some seconds ago.
import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ListenerRequest, RouteDecision } from '../../host/load-balancing-peer.ts';
import { targetGroupsOf } from './actions.ts';
import { matchesAll } from './conditions.ts';
import { aboutToChange, type Elb } from './elb.ts';
import type { Listener, Route, Rule, TargetGroup } from './state.ts';
import { UNPROVEN } from './unproven.ts';

/** Sends a listener's rules on their way to the data plane. */
export function propagate(elb: Elb, listener: Listener): void {
  elb.attachments = attachmentsOf(elb);
  listener.revision += 1;
  const arriving = { revision: listener.revision, routes: listener.rules.map(toRoute) };
  const { median, p99, max } = UNPROVEN.propagationMs;
  const delay = Math.min(elb.propagation.logNormal(median, p99), max);
  elb.host.clock.after(delay, () => {
    if (arriving.revision <= listener.serving.revision) return;
    aboutToChange(elb, listener.loadBalancer.arn);
    listener.serving = arriving;
    elb.host.trace.add('state', {
      service: 'elasticloadbalancing',
      listener: listener.arn,
      weights: arriving.routes.map(({ actions }) => targetGroupsOf(actions)),
    });
  });
}

/** A listener that is gone takes no more requests, at once. */
export function withdraw(elb: Elb, listener: Listener): void {
  aboutToChange(elb, listener.loadBalancer.arn);
  listener.serving = { revision: Number.POSITIVE_INFINITY, routes: [] };
  elb.attachments = attachmentsOf(elb);
}

export function decide(elb: Elb, request: ListenerRequest): RouteDecision {
  const routes = elb.state.listeners.get(request.listenerArn)?.serving.routes ?? [];
  const route = routes.find(({ conditions }) => matchesAll(conditions, request));
  return answerOf(route?.actions.at(-1), request);
}

/**
 * The targets that get a group's requests: the healthy ones, and all where every one is unhealthy
 * (the load balancer "fails open"). One that was never checked gets nothing.
 */
export function servingTargets(group: TargetGroup): readonly string[] {
  const targets = [...group.targets.values()];
  const inState = (state: string) =>
    targets.filter(({ status }) => status.state === state).map(({ address }) => address.id);
  const healthy = inState('healthy');
  if (healthy.length > 0) return healthy;
  const unhealthy = inState('unhealthy');
  return UNPROVEN.unprovenTargetsServe ? [...unhealthy, ...inState('initial')] : unhealthy;
}

function answerOf(action: Action | undefined, request: ListenerRequest): RouteDecision {
  const fixed = action?.FixedResponseConfig;
  const redirect = action?.RedirectConfig;
  if (fixed !== undefined)
    return { kind: 'fixed', status: Number(fixed.StatusCode), body: fixed.MessageBody ?? '' };
  if (redirect !== undefined) {
    const { Protocol = 'https', Host = request.host, Port = '443', Path = request.path } = redirect;
    const location = `${Protocol.toLowerCase()}://${Host}:${Port}${Path}`
      .replaceAll('#{host}', request.host)
      .replaceAll('#{path}', request.path.slice(1));
    return { kind: 'redirect', status: redirect.StatusCode === 'HTTP_302' ? 302 : 301, location };
  }
  return { kind: 'forward', shares: sharesOf(action) };
}

function sharesOf(action: Action | undefined) {
  const groups = action === undefined ? [] : targetGroupsOf([action]);
  const total = groups.reduce((sum, { Weight = 0 }) => sum + Weight, 0);
  return groups
    .filter(({ Weight = 0 }) => Weight > 0)
    .map(({ TargetGroupArn = '', Weight = 0 }) => ({
      targetGroupArn: TargetGroupArn,
      share: Weight / total,
    }));
}

const toRoute = ({ conditions, actions }: Rule): Route => ({ conditions, actions });

/** Weight 0 counts: such a group is health-checked too. */
function attachmentsOf({ state }: Elb): ReadonlyMap<string, ReadonlySet<string>> {
  const attachments = new Map<string, Set<string>>();
  for (const { loadBalancer, rules } of state.listeners.values())
    for (const { TargetGroupArn = '' } of rules.flatMap(({ actions }) => targetGroupsOf(actions))) {
      const known = attachments.get(TargetGroupArn) ?? new Set();
      attachments.set(TargetGroupArn, known.add(loadBalancer.arn));
    }
  return attachments;
}
