import { describe, expect, it } from 'vitest';
import { createNetworks } from '../../../twin/network/networks.ts';
import {
  type Destination,
  type Origin,
  originOf,
  type Seat,
} from '../../../twin/network/origin.ts';

/** A network with a subnet, which goes out through `way`; another network; and a subnet without a route. */
function networksWith(way: object) {
  const networks = createNetworks();
  const put = (type: string, id: string, properties: object) =>
    networks.put({ type: `AWS::EC2::${type}`, id, properties: properties as never });
  put('Subnet', 'subnet-1', { VpcId: 'vpc-1', CidrBlock: '10.0.128.0/18' });
  put('Subnet', 'subnet-2', { VpcId: 'vpc-1', CidrBlock: '10.0.64.0/18' });
  put('Subnet', 'subnet-far', { VpcId: 'vpc-2', CidrBlock: '10.9.0.0/18' });
  put('SubnetRouteTableAssociation', 'a', { SubnetId: 'subnet-1', RouteTableId: 'rtb-1' });
  put('Route', 'local', {
    RouteTableId: 'rtb-1',
    DestinationCidrBlock: '10.7.0.0/16',
    GatewayId: 'vgw-1',
  });
  put('Route', 'out', { RouteTableId: 'rtb-1', DestinationCidrBlock: '0.0.0.0/0', ...way });
  put('NatGateway', 'nat-1', { AllocationId: 'eipalloc-1' });
  put('NatGateway', 'nat-2', { AllocationId: 'eipalloc-of-somebody' });
  put('EIP', '198.18.0.1', { AllocationId: 'eipalloc-1', PublicIp: '198.18.0.1' });
  return networks;
}

const nat = { NatGatewayId: 'nat-1' };
const seat = (subnetId: string): Seat => ({ subnetId, securityGroupIds: ['sg-1'] });
const publicOne = { scheme: 'internet-facing', subnetIds: ['subnet-2'] } as const;
const inner = { scheme: 'internal', subnetIds: ['subnet-2'] } as const;
const from = (address: string, ...securityGroupIds: string[]) => ({ address, securityGroupIds });

describe('a function that asks a load balancer', () => {
  it.each<[string, object, Seat | undefined, Destination, Origin]>([
    ['outside comes from an address of nobody', nat, undefined, publicOne, from('192.0.2.1')],
    ['outside has no way in', nat, undefined, inner, 'nowhere'],
    [
      'with a public name comes through the gateway',
      nat,
      seat('subnet-1'),
      publicOne,
      from('198.18.0.1'),
    ],
    [
      'with a private name comes as itself',
      nat,
      seat('subnet-1'),
      inner,
      from('10.0.128.4', 'sg-1'),
    ],
    [
      'through a gateway of somebody',
      { NatGatewayId: 'nat-2' },
      seat('subnet-1'),
      publicOne,
      'unknown',
    ],
    [
      'through a gateway that was not made here',
      { NatGatewayId: 'nat-3' },
      seat('subnet-1'),
      publicOne,
      'unknown',
    ],
    ['through a machine', { InstanceId: 'i-1' }, seat('subnet-1'), publicOne, 'unknown'],
    [
      'from a public subnet, without an address of its own',
      { GatewayId: 'igw-1' },
      seat('subnet-1'),
      publicOne,
      'nowhere',
    ],
    ['without a way out', nat, seat('subnet-2'), publicOne, 'nowhere'],
    ['without a way out, inside', nat, seat('subnet-2'), inner, from('10.0.64.4', 'sg-1')],
    ['from a network that was not made here', nat, seat('subnet-3'), publicOne, 'unknown'],
    ['from a network that was not made here, inside', nat, seat('subnet-3'), inner, 'unknown'],
    [
      'in a network that was not made here',
      nat,
      seat('subnet-1'),
      { ...inner, subnetIds: ['subnet-3'] },
      'unknown',
    ],
    [
      'in another network',
      { GatewayId: 'igw-1' },
      seat('subnet-1'),
      { ...inner, subnetIds: ['subnet-far'] },
      'nowhere',
    ],
    [
      'in a network to which something leads',
      { TransitGatewayId: 'tgw-1' },
      seat('subnet-1'),
      { ...inner, subnetIds: ['subnet-far'] },
      'unknown',
    ],
  ])('%s', (_what, way, where, destination, origin) => {
    expect(originOf(networksWith(way), where, destination)).toEqual(origin);
  });
});
