// Whether http checks are let in: where their requests come from, and whom a test listener admits.
import { CfnResource, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import type { Spec } from '../../core/spec/spec.ts';
import type { IReleaseSite } from './release-site.ts';

interface Obstacle {
  readonly message: string;
  readonly fix: string;
}

/**
 * Everything within a network, functions of the orchestrator included, as a load balancer sees it. The name of an
 * internet-facing one leads to public addresses, within the network too: who asks it comes through a NAT gateway.
 */
export function anyoneInside(vpc: ec2.IVpc, internetFacing: boolean): readonly ec2.IPeer[] {
  if (!internetFacing) return [ec2.Peer.ipv4(vpc.vpcCidrBlock)];
  return natAddresses(vpc).map((address) => ec2.Peer.ipv4(`${address}/32`));
}

/** Refuses checks that nobody would answer: no release would get past them. */
export function requireAccess(
  { service, environments }: Spec,
  sites: Readonly<Record<string, IReleaseSite>>,
  vpc: ec2.IVpc | undefined,
): void {
  const problems = environments.flatMap(({ name, checks }, index) => {
    const site = sites[name];
    if (site === undefined || !checks.some(({ kind }) => kind === 'http')) return [];
    const obstacle = obstacleTo(site, vpc);
    if (obstacle === undefined) return [];
    const { message, fix } = obstacle;
    return [
      `E238 ${service} $.environments[${index}].checks: in ${name}, ${message}. To mend it, ${fix}`,
    ];
  });
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

function obstacleTo(site: IReleaseSite, vpc: ec2.IVpc | undefined): Obstacle | undefined {
  const { testListener, internetFacing } = site;
  if (vpc === undefined) {
    if (testListener === undefined && internetFacing !== false) return undefined;
    return {
      message: 'http checks would come from outside of any network, from addresses that change',
      fix: 'give the orchestrator the `vpc` from which they shall come',
    };
  }
  if (testListener?.admits === undefined) return undefined;
  const { peers, network } = testListener.admits;
  if (network !== undefined && network.vpcId !== vpc.vpcId) {
    return {
      message: 'http checks come from the network of the orchestrator, which is another one',
      fix: 'name in `testPeers` the addresses that they come from',
    };
  }
  const welcome = internetFacing ? peers.filter((peer) => mayBePublic(peer, vpc)) : peers;
  if (welcome.length > 0) return undefined;
  return {
    message: internetFacing
      ? 'the load balancer has public addresses, and its test listener admits none of those that http checks come from'
      : 'the test listener admits nobody',
    fix: internetFacing
      ? 'name the public addresses of the NAT gateways in `testPeers`, or make it internal'
      : 'name in `testPeers` the addresses that http checks come from',
  };
}

const PRIVATE = /^(?:10|127|172\.(?:1[6-9]|2\d|3[01])|192\.168)\./;

/** Security groups and private addresses are not seen from outside. */
function mayBePublic(peer: ec2.IPeer, vpc: ec2.IVpc): boolean {
  const { cidrIp, sourceSecurityGroupId } = peer.toIngressRuleConfig();
  if (sourceSecurityGroupId !== undefined || cidrIp === vpc.vpcCidrBlock) return false;
  return cidrIp === undefined || Token.isUnresolved(cidrIp) || !PRIVATE.test(cidrIp);
}

/** None where one of them is unknown, as in a network that was looked up: half of them would be let in by chance. */
function natAddresses(vpc: ec2.IVpc): readonly string[] {
  const gateways = vpc.node
    .findAll()
    .filter(isNatGateway)
    .filter(({ connectivityType }) => connectivityType !== 'private');
  const known = new Map(
    vpc.node.root.node
      .findAll()
      .filter(isElasticIp)
      .map((address) => [address.attrAllocationId, address.attrPublicIp]),
  );
  const addresses = gateways.flatMap(({ allocationId = '' }) => known.get(allocationId) ?? []);
  return addresses.length === gateways.length ? addresses : [];
}

const isNatGateway = (construct: IConstruct): construct is ec2.CfnNatGateway =>
  isOfType(construct, ec2.CfnNatGateway.CFN_RESOURCE_TYPE_NAME);

const isElasticIp = (construct: IConstruct): construct is ec2.CfnEIP =>
  isOfType(construct, ec2.CfnEIP.CFN_RESOURCE_TYPE_NAME);

const isOfType = (construct: IConstruct, type: string): boolean =>
  CfnResource.isCfnResource(construct) && construct.cfnResourceType === type;
