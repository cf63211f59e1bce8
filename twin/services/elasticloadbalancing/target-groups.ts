// Target groups and their settings.
import type { CreateTargetGroupInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import { attributeList, mergeAttributes } from './attributes.ts';
import { type Elb, groupAboutToChange, isInUse, type Sdk } from './elb.ts';
import { find, inUse, invalid, notFound } from './errors.ts';
import type { HealthChecks } from './health.ts';
import { checkName, nameTargetGroup } from './names.ts';
import { page } from './paging.ts';
import type { TargetGroup } from './state.ts';

const DEFAULT_ATTRIBUTES = {
  'deregistration_delay.timeout_seconds': '300',
  'load_balancing.algorithm.type': 'round_robin',
  'slow_start.duration_seconds': '0',
  'stickiness.enabled': 'false',
  'stickiness.lb_cookie.duration_seconds': '86400',
  'stickiness.type': 'lb_cookie',
};

type TargetGroupOperations = Pick<
  Operations<Sdk>,
  | 'CreateTargetGroup'
  | 'DescribeTargetGroups'
  | 'ModifyTargetGroup'
  | 'DeleteTargetGroup'
  | 'DescribeTargetGroupAttributes'
  | 'ModifyTargetGroupAttributes'
>;

export const createTargetGroupOperations = (
  elb: Elb,
  checks: HealthChecks,
): TargetGroupOperations => ({
  CreateTargetGroup(input) {
    const group = create(elb, input);
    elb.state.targetGroups.set(group.arn, group);
    elb.state.tags.set(group.arn, input.Tags ?? []);
    return { TargetGroups: [describe(elb, group)] };
  },

  DescribeTargetGroups({ LoadBalancerArn, TargetGroupArns, Names, ...asked }) {
    const all = [...elb.state.targetGroups.values()];
    if (LoadBalancerArn !== undefined)
      find(elb.state.loadBalancers, LoadBalancerArn, 'LoadBalancer');
    for (const arn of TargetGroupArns ?? []) find(elb.state.targetGroups, arn, 'TargetGroup');
    if (Names?.some((name) => !all.some((each) => each.name === name)))
      throw notFound('TargetGroup');
    const wanted = all.filter(
      ({ arn, name }) =>
        (TargetGroupArns?.includes(arn) ?? true) &&
        (Names?.includes(name) ?? true) &&
        (LoadBalancerArn === undefined || elb.attachments.get(arn)?.has(LoadBalancerArn)),
    );
    const { items, ...next } = page(wanted, asked);
    return { TargetGroups: items.map((group) => describe(elb, group)), ...next };
  },

  ModifyTargetGroup({ TargetGroupArn, ...changes }) {
    const group = find(elb.state.targetGroups, TargetGroupArn, 'TargetGroup');
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    groupAboutToChange(elb, group);
    group.settings = { ...group.settings, ...Object.fromEntries(given) };
    checkIntervals(group.settings);
    checks.refresh(group);
    return { TargetGroups: [describe(elb, group)] };
  },

  DeleteTargetGroup({ TargetGroupArn = '' }) {
    const group = elb.state.targetGroups.get(TargetGroupArn);
    if (group !== undefined && isInUse(elb, group))
      throw inUse(`Target group '${TargetGroupArn}' is currently in use by a listener or a rule`);
    elb.state.targetGroups.delete(TargetGroupArn);
    return {};
  },

  DescribeTargetGroupAttributes({ TargetGroupArn }) {
    const { attributes } = find(elb.state.targetGroups, TargetGroupArn, 'TargetGroup');
    return { Attributes: attributeList(attributes) };
  },

  ModifyTargetGroupAttributes({ TargetGroupArn, Attributes }) {
    const group = find(elb.state.targetGroups, TargetGroupArn, 'TargetGroup');
    group.attributes = mergeAttributes(group.attributes, Attributes);
    return { Attributes: attributeList(group.attributes) };
  },
});

function create(elb: Elb, { Tags: _, ...input }: CreateTargetGroupInput): TargetGroup {
  const name = checkName('target group', input.Name);
  if ([...elb.state.targetGroups.values()].some((each) => each.name === name))
    throw new AwsError(
      'DuplicateTargetGroupNameException',
      `A target group with the same name '${name}' exists, but with different settings`,
    );
  const { Name: __, ...given } = input;
  const names = nameTargetGroup(elb.host, name);
  const settings = {
    TargetGroupArn: names.arn,
    TargetGroupName: name,
    TargetType: 'instance',
    ProtocolVersion: 'HTTP1',
    IpAddressType: 'ipv4',
    HealthCheckEnabled: true,
    HealthCheckProtocol: 'HTTP',
    HealthCheckPort: 'traffic-port',
    HealthCheckPath: '/',
    HealthCheckIntervalSeconds: 30,
    HealthCheckTimeoutSeconds: input.Protocol === 'HTTPS' ? 10 : 6,
    HealthyThresholdCount: 5,
    UnhealthyThresholdCount: 2,
    Matcher: { HttpCode: '200' },
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  } as const;
  checkIntervals(settings);
  return { ...names, name, settings, attributes: DEFAULT_ATTRIBUTES, targets: new Map() };
}

function checkIntervals(settings: TargetGroup['settings']): void {
  const { HealthCheckIntervalSeconds: interval = 30, HealthCheckTimeoutSeconds: timeout = 6 } =
    settings;
  if (interval < 5 || interval > 300)
    throw invalid(`Health check interval '${interval}' must be between 5 and 300 seconds`);
  if (timeout >= interval)
    throw invalid(
      `Health check interval '${interval}' must be greater than the timeout '${timeout}'`,
    );
}

const describe = ({ attachments }: Elb, { arn, settings }: TargetGroup) => ({
  ...settings,
  LoadBalancerArns: [...(attachments.get(arn) ?? [])],
});
