// Listeners. Each carries its rules; its default actions are those of its last rule.
import type { Listener as ListenerAnswer } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import { readActions } from './actions.ts';
import { propagate, withdraw } from './data-plane.ts';
import type { Elb, Sdk } from './elb.ts';
import { find, invalid } from './errors.ts';
import type { HealthChecks } from './health.ts';
import { nameListener, nameRule } from './names.ts';
import { page } from './paging.ts';
import type { Listener, LoadBalancer } from './state.ts';

const DEFAULT_SSL_POLICY = 'ELBSecurityPolicy-2016-08';

type ListenerOperations = Pick<
  Operations<Sdk>,
  'CreateListener' | 'DescribeListeners' | 'ModifyListener' | 'DeleteListener'
>;

export const createListenerOperations = (elb: Elb, checks: HealthChecks): ListenerOperations => ({
  CreateListener({ LoadBalancerArn, DefaultActions, Tags, ...given }) {
    const loadBalancer = find(elb.state.loadBalancers, LoadBalancerArn, 'LoadBalancer');
    const { Port: port, Protocol: protocol } = given;
    if (port === undefined || protocol === undefined)
      throw invalid('A listener needs a port and a protocol');
    if (protocol === 'HTTPS' && (given.Certificates ?? []).length === 0)
      throw new AwsError(
        'CertificateNotFound',
        'A certificate must be specified for HTTPS listeners',
      );
    checkPortIsFree(elb, { loadBalancer, port });
    const actions = readActions(elb, loadBalancer, DefaultActions);
    const arn = nameListener(elb.host, loadBalancer);
    const listener: Listener = {
      arn,
      loadBalancer,
      settings: withSslPolicy({ ...given, ListenerArn: arn, LoadBalancerArn }),
      rules: [{ arn: nameRule(elb.host, { arn }), priority: undefined, conditions: [], actions }],
      revision: 0,
      serving: { revision: 0, routes: [] },
    };
    elb.state.listeners.set(arn, listener);
    elb.state.tags.set(arn, Tags ?? []);
    changed(elb, checks, listener);
    return { Listeners: [describe(listener)] };
  },

  DescribeListeners({ LoadBalancerArn, ListenerArns, ...asked }) {
    if (LoadBalancerArn !== undefined)
      find(elb.state.loadBalancers, LoadBalancerArn, 'LoadBalancer');
    if (LoadBalancerArn === undefined && ListenerArns === undefined)
      throw invalid('You must specify either listener ARNs or a load balancer ARN');
    const wanted =
      ListenerArns?.map((arn) => find(elb.state.listeners, arn, 'Listener')) ??
      [...elb.state.listeners.values()].filter(
        ({ loadBalancer }) => loadBalancer.arn === LoadBalancerArn,
      );
    const { items, ...next } = page(wanted, asked);
    return { Listeners: items.map(describe), ...next };
  },

  ModifyListener({ ListenerArn, DefaultActions, ...changes }) {
    const listener = find(elb.state.listeners, ListenerArn, 'Listener');
    const { loadBalancer, settings } = listener;
    if (changes.Port !== undefined && changes.Port !== settings.Port)
      checkPortIsFree(elb, { loadBalancer, port: changes.Port });
    const actions =
      DefaultActions === undefined ? undefined : readActions(elb, loadBalancer, DefaultActions);
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    listener.settings = withSslPolicy({ ...settings, ...Object.fromEntries(given) });
    const last = listener.rules.at(-1);
    if (actions !== undefined && last !== undefined) last.actions = actions;
    changed(elb, checks, listener);
    return { Listeners: [describe(listener)] };
  },

  DeleteListener({ ListenerArn }) {
    removeListener(elb, checks, find(elb.state.listeners, ListenerArn, 'Listener'));
    return {};
  },
});

/** After any change of a listener's rules: the data plane learns of it, and groups fall in or out of use. */
export function changed(elb: Elb, checks: HealthChecks, listener: Listener): void {
  const before = elb.attachments;
  propagate(elb, listener);
  for (const group of elb.state.targetGroups.values())
    if (before.has(group.arn) !== elb.attachments.has(group.arn)) checks.refresh(group);
}

export function removeListener(elb: Elb, checks: HealthChecks, listener: Listener): void {
  elb.state.listeners.delete(listener.arn);
  withdraw(elb, listener);
  for (const group of elb.state.targetGroups.values()) checks.refresh(group);
}

function checkPortIsFree(
  elb: Elb,
  { loadBalancer, port }: { loadBalancer: LoadBalancer; port: number },
): void {
  const taken = [...elb.state.listeners.values()].some(
    (each) => each.loadBalancer === loadBalancer && each.settings.Port === port,
  );
  if (taken)
    throw new AwsError(
      'DuplicateListenerException',
      `A listener already exists on this port for this load balancer '${loadBalancer.arn}'`,
    );
}

const withSslPolicy = (settings: ListenerAnswer): ListenerAnswer =>
  settings.Protocol === 'HTTPS' ? { SslPolicy: DEFAULT_SSL_POLICY, ...settings } : settings;

const describe = ({ settings, rules }: Listener): ListenerAnswer => ({
  ...settings,
  DefaultActions: [...(rules.at(-1)?.actions ?? [])],
});
