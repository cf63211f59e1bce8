import type { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { describe, expect, it } from 'vitest';
import { type ReleasableServiceProps, ReleaseOrchestrator, type Spec } from '../../../lib/index.ts';
import {
  emptyStack,
  existingSite,
  releasable,
  rollingSite,
  specWith,
  templateOf,
} from './support.ts';

const HTTP = '    checks: [{ name: health, kind: http, purpose: smoke, path: /health }]';
const checked = specWith({ environment: HTTP });
const rolling = specWith({ environment: HTTP, strategy: '{ kind: rolling }' });

const looked = (stack: Stack): ec2.IVpc =>
  ec2.Vpc.fromVpcAttributes(stack, 'Looked', {
    vpcId: 'vpc-1',
    vpcCidrBlock: '10.1.0.0/16',
    availabilityZones: ['a', 'b'],
    publicSubnetIds: ['subnet-1', 'subnet-2'],
    privateSubnetIds: ['subnet-3', 'subnet-4'],
  });

/** Whom the security group of the load balancer admits on a port. */
function admitted(stack: Stack, port: number): readonly unknown[] {
  const { Resources } = templateOf(stack).toJSON();
  const inline = Object.values<{ Type: string; Properties: Record<string, unknown> }>(Resources)
    .filter(({ Type }) => Type === 'AWS::EC2::SecurityGroup')
    .flatMap(
      ({ Properties }) =>
        (Properties['SecurityGroupIngress'] ?? []) as { CidrIp: unknown; FromPort: number }[],
    );
  return inline.filter(({ FromPort }) => FromPort === port).map(({ CidrIp }) => CidrIp);
}

describe('who may reach the test listener, unless somebody is named', () => {
  it('comes through the NAT gateways, where the load balancer has public addresses', () => {
    const stack = emptyStack();
    releasable(stack);
    const { Resources } = templateOf(stack).toJSON();
    const addresses = Object.keys(Resources).filter((id) => Resources[id].Type === 'AWS::EC2::EIP');
    expect(addresses).toHaveLength(2);
    expect(admitted(stack, 8443)).toEqual(
      addresses.map((id) => ({ 'Fn::Join': ['', [{ 'Fn::GetAtt': [id, 'PublicIp'] }, '/32']] })),
    );
  });

  it('comes from within, where it has none', () => {
    const stack = emptyStack();
    releasable(stack, { internetFacing: false });
    expect(admitted(stack, 8443)).toEqual([
      { 'Fn::GetAtt': [expect.stringMatching(/^Vpc/), 'CidrBlock'] },
    ]);
  });

  it('has an address of its own that the app makes for the gateways', () => {
    const stack = emptyStack();
    const own = new ec2.CfnEIP(stack, 'Own', { domain: 'vpc' });
    const natGatewayProvider = ec2.NatProvider.gateway({
      eipAllocationIds: [own.attrAllocationId],
    });
    const vpc = new ec2.Vpc(stack, 'Mine', { natGateways: 1, natGatewayProvider }) as ec2.IVpc;
    releasable(stack, { vpc });
    expect(admitted(stack, 8443)).toEqual([
      { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Own', 'PublicIp'] }, '/32']] },
    ]);
  });

  it('is nobody where the network has no gateways', () => {
    const stack = emptyStack();
    releasable(stack, { vpc: new ec2.Vpc(stack, 'Mine', { natGateways: 0 }) as ec2.IVpc });
    expect(admitted(stack, 8443)).toEqual([]);
  });

  it('is nobody where one of two gateways has an address of which nobody knows', () => {
    const stack = emptyStack();
    const own = new ec2.CfnEIP(stack, 'Own', { domain: 'vpc' });
    const eipAllocationIds = [own.attrAllocationId, 'eipalloc-1'];
    const natGatewayProvider = ec2.NatProvider.gateway({ eipAllocationIds });
    releasable(stack, { vpc: new ec2.Vpc(stack, 'Mine', { natGatewayProvider }) as ec2.IVpc });
    expect(admitted(stack, 8443)).toEqual([]);
  });

  it('is nobody where the network was looked up', () => {
    const stack = emptyStack();
    releasable(stack, { vpc: looked(stack) });
    expect(admitted(stack, 8443)).toEqual([]);
  });
});

describe('checks of a releasable service', () => {
  interface Situation {
    readonly spec?: Spec;
    readonly network?: (stack: Stack) => ec2.IVpc;
    readonly service?: (own: ec2.IVpc, stack: Stack) => Partial<ReleasableServiceProps>;
    readonly orchestrator?: (own: ec2.IVpc, stack: Stack) => ec2.IVpc | undefined;
  }

  const made = (stack: Stack) => new ec2.Vpc(stack, 'Own', { natGateways: 1 }) as ec2.IVpc;

  /** Where nothing else is said, service and orchestrator are in one network. */
  function add({
    spec = checked,
    network = made,
    service,
    orchestrator = (own) => own,
  }: Situation): void {
    const stack = emptyStack();
    const own = network(stack);
    const vpc = orchestrator(own, stack);
    const production = releasable(stack, {
      spec,
      vpc: own,
      cluster: new ecs.Cluster(stack, 'Tasks', { vpc: own }) as ecs.ICluster,
      ...service?.(own, stack),
    });
    const releases = new ReleaseOrchestrator(stack, 'Releases', vpc && { vpc });
    releases.addService(spec, { production });
  }

  const named =
    (...testPeers: ec2.IPeer[]) =>
    () => ({ testPeers });
  const internal = () => ({ internetFacing: false });
  const other = (_own: ec2.IVpc, stack: Stack) => new ec2.Vpc(stack, 'Other') as ec2.IVpc;
  const nowhere = () => undefined;

  it.each<[string, Situation]>([
    ['in the same network', {}],
    ['behind an internal load balancer', { service: internal }],
    ['which lets in a public address', { service: named(ec2.Peer.ipv4('198.51.100.7/32')) }],
    ['which lets in a list of prefixes', { service: named(ec2.Peer.prefixList('pl-1')) }],
    [
      'which lets in who was named, from another network',
      { service: named(ec2.Peer.ipv4('198.51.100.7/32')), orchestrator: other },
    ],
    ['that are not http checks', { spec: specWith(), orchestrator: nowhere }],
    ['that users could make too', { spec: rolling, orchestrator: nowhere }],
  ])('are answered %s', (_what, situation) => {
    expect(() => add(situation)).not.toThrow();
  });

  it.each<[string, Situation, string]>([
    ['outside of any network', { orchestrator: nowhere }, 'outside of any network'],
    [
      'outside, even of what users reach within',
      { spec: rolling, service: internal, orchestrator: nowhere },
      'outside of any network',
    ],
    ['from another network', { orchestrator: other }, 'which is another one'],
    ['without anybody named', { service: named() }, 'admits none of those'],
    [
      'without anybody named inside',
      { service: () => ({ ...internal(), testPeers: [] }) },
      'the test listener admits nobody',
    ],
    [
      'where private addresses are named',
      { service: named(ec2.Peer.ipv4('10.1.0.0/16'), ec2.Peer.ipv4('172.31.0.0/16')) },
      'admits none of those',
    ],
    [
      'where the network itself is named',
      { service: (own) => ({ testPeers: [ec2.Peer.ipv4(own.vpcCidrBlock)] }) },
      'admits none of those',
    ],
    [
      'where a security group is named',
      {
        service: (vpc, stack) => ({ testPeers: [new ec2.SecurityGroup(stack, 'Group', { vpc })] }),
      },
      'admits none of those',
    ],
    [
      'where addresses of gateways are unknown',
      { network: (stack) => looked(stack) },
      'admits none of those',
    ],
  ])('are refused %s', (_what, situation, reason) => {
    expect(() => add(situation)).toThrow(
      new RegExp(
        `^E238 shop \\$\\.environments\\[0\\]\\.checks: in production, .*${reason}.*To mend it, `,
      ),
    );
  });
});

describe('checks of a service that exists', () => {
  it.each([
    ['its test listener', checked, existingSite()],
    ['its only listener', rolling, rollingSite()],
  ])('come to %s from the network of the orchestrator', (_what, spec, production) => {
    const stack = emptyStack();
    const releases = new ReleaseOrchestrator(stack, 'Releases', { vpc: looked(stack) });
    expect(() => releases.addService(spec, { production })).not.toThrow();
  });

  it('come to its test listener from nowhere else', () => {
    const releases = new ReleaseOrchestrator(emptyStack(), 'Releases');
    expect(() => releases.addService(checked, { production: existingSite() })).toThrow('E238');
  });
});
