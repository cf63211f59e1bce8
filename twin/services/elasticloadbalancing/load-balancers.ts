// Load balancers: application load balancers only, which is where weights are.
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import { attributeList, mergeAttributes } from './attributes.ts';
import type { Elb, Sdk } from './elb.ts';
import { find, invalid, notFound } from './errors.ts';
import type { HealthChecks } from './health.ts';
import { removeListener } from './listeners.ts';
import { checkName, nameLoadBalancer } from './names.ts';
import { page } from './paging.ts';
import type { LoadBalancer } from './state.ts';

const DEFAULT_ATTRIBUTES = {
  'access_logs.s3.enabled': 'false',
  'deletion_protection.enabled': 'false',
  'idle_timeout.timeout_seconds': '60',
  'routing.http.drop_invalid_header_fields.enabled': 'false',
  'routing.http2.enabled': 'true',
};
/** The same for all load balancers of a region; its value is of no consequence here. */
const HOSTED_ZONE = 'Z35SXDOTRQ7X7K';

type LoadBalancerOperations = Pick<
  Operations<Sdk>,
  | 'CreateLoadBalancer'
  | 'DescribeLoadBalancers'
  | 'DeleteLoadBalancer'
  | 'DescribeLoadBalancerAttributes'
  | 'ModifyLoadBalancerAttributes'
  | 'SetSecurityGroups'
  | 'SetSubnets'
>;

export const createLoadBalancerOperations = (
  elb: Elb,
  checks: HealthChecks,
): LoadBalancerOperations => ({
  CreateLoadBalancer(input) {
    if ((input.Type ?? 'application') !== 'application')
      throw invalid(`Load balancers of type '${input.Type}' are not simulated`);
    const loadBalancer = create(elb, input);
    elb.state.loadBalancers.set(loadBalancer.arn, loadBalancer);
    elb.state.tags.set(loadBalancer.arn, input.Tags ?? []);
    return { LoadBalancers: [loadBalancer.settings] };
  },

  DescribeLoadBalancers({ LoadBalancerArns, Names, ...asked }) {
    const all = [...elb.state.loadBalancers.values()];
    for (const arn of LoadBalancerArns ?? []) find(elb.state.loadBalancers, arn, 'LoadBalancer');
    if (Names?.some((name) => !all.some((each) => each.name === name)))
      throw notFound('LoadBalancer');
    const wanted = all.filter(
      ({ arn, name }) =>
        (LoadBalancerArns?.includes(arn) ?? true) && (Names?.includes(name) ?? true),
    );
    const { items, ...next } = page(wanted, asked);
    return { LoadBalancers: items.map(({ settings }) => settings), ...next };
  },

  DeleteLoadBalancer({ LoadBalancerArn = '' }) {
    // Deleting what is not there succeeds.
    const loadBalancer = elb.state.loadBalancers.get(LoadBalancerArn);
    if (loadBalancer?.attributes['deletion_protection.enabled'] === 'true')
      throw new AwsError(
        'OperationNotPermittedException',
        `Load balancer '${LoadBalancerArn}' cannot be deleted because deletion protection is enabled`,
      );
    elb.state.loadBalancers.delete(LoadBalancerArn);
    for (const listener of [...elb.state.listeners.values()])
      if (listener.loadBalancer === loadBalancer) removeListener(elb, checks, listener);
    return {};
  },

  DescribeLoadBalancerAttributes({ LoadBalancerArn }) {
    const { attributes } = find(elb.state.loadBalancers, LoadBalancerArn, 'LoadBalancer');
    return { Attributes: attributeList(attributes) };
  },

  ModifyLoadBalancerAttributes({ LoadBalancerArn, Attributes }) {
    const loadBalancer = find(elb.state.loadBalancers, LoadBalancerArn, 'LoadBalancer');
    loadBalancer.attributes = mergeAttributes(loadBalancer.attributes, Attributes);
    return { Attributes: attributeList(loadBalancer.attributes) };
  },

  SetSecurityGroups({ LoadBalancerArn, SecurityGroups = [] }) {
    const loadBalancer = find(elb.state.loadBalancers, LoadBalancerArn, 'LoadBalancer');
    loadBalancer.settings = { ...loadBalancer.settings, SecurityGroups };
    return { SecurityGroupIds: SecurityGroups };
  },

  SetSubnets({ LoadBalancerArn, Subnets = [] }) {
    const loadBalancer = find(elb.state.loadBalancers, LoadBalancerArn, 'LoadBalancer');
    const AvailabilityZones = zones(elb, Subnets);
    loadBalancer.settings = { ...loadBalancer.settings, AvailabilityZones };
    return { AvailabilityZones };
  },
});

function create(
  elb: Elb,
  input: {
    Name?: string | undefined;
    Scheme?: 'internal' | 'internet-facing' | undefined;
    Subnets?: string[] | undefined;
    SubnetMappings?: { SubnetId?: string | undefined }[] | undefined;
    SecurityGroups?: string[] | undefined;
  },
): LoadBalancer {
  const name = checkName('load balancer', input.Name);
  if ([...elb.state.loadBalancers.values()].some((each) => each.name === name))
    throw new AwsError(
      'DuplicateLoadBalancerNameException',
      `A load balancer with the same name '${name}' exists, but with different settings`,
    );
  const Scheme = input.Scheme ?? 'internet-facing';
  const names = nameLoadBalancer(elb.host, name, Scheme);
  const subnets = input.Subnets ?? input.SubnetMappings?.flatMap(({ SubnetId }) => SubnetId ?? []);
  return {
    ...names,
    name,
    attributes: DEFAULT_ATTRIBUTES,
    settings: {
      LoadBalancerArn: names.arn,
      LoadBalancerName: name,
      DNSName: names.dnsName,
      CanonicalHostedZoneId: HOSTED_ZONE,
      CreatedTime: elb.host.clock.date(),
      Scheme,
      // Provisioning takes minutes on AWS; nothing here depends on it.
      State: { Code: 'active' },
      Type: 'application',
      IpAddressType: 'ipv4',
      VpcId: 'vpc-twin',
      AvailabilityZones: zones(elb, subnets ?? []),
      SecurityGroups: input.SecurityGroups ?? [],
    },
  };
}

const zones = ({ host }: Elb, subnets: readonly string[]) =>
  subnets.map((SubnetId, index) => ({ SubnetId, ZoneName: `${host.region}${'abc'[index % 3]}` }));
