// Where the requests of a function come from, as a load balancer sees it.
import type { NetworkPart, Networks } from './networks.ts';

/** Where a function stands in a network of the account. */
export interface Seat {
  readonly subnetId: string;
  readonly securityGroupIds: readonly string[];
}

/** `nowhere`: no way leads there. `unknown`: it leads through what the twin knows nothing of. */
export type Origin =
  | 'nowhere'
  | 'unknown'
  | {
      readonly address: string;
      /** Only seen by those who are asked at a private address. */
      readonly securityGroupIds: readonly string[];
    };

export interface Destination {
  readonly scheme: 'internal' | 'internet-facing';
  readonly subnetIds: readonly string[];
}

/** One of Lambda's, which nobody can name beforehand. */
const NOBODYS_ADDRESS = '192.0.2.1';

/** The name of an internet-facing load balancer leads to public addresses, within its own network too. */
export function originOf(
  networks: Networks,
  seat: Seat | undefined,
  { scheme, subnetIds }: Destination,
): Origin {
  if (seat === undefined) return scheme === 'internal' ? 'nowhere' : publicly(NOBODYS_ADDRESS);
  const subnet = networks.find(seat.subnetId);
  if (subnet === undefined) return 'unknown';
  return scheme === 'internal'
    ? within(networks, { seat, subnet, subnetIds })
    : wayOut(networks, subnet);
}

const publicly = (address: string): Origin => ({ address, securityGroupIds: [] });

/** Through the NAT gateway of the subnet's route. A function has no public address of its own. */
function wayOut(networks: Networks, subnet: NetworkPart): Origin {
  const out = routesOf(networks, subnet).find(
    ({ properties }) => properties['DestinationCidrBlock'] === '0.0.0.0/0',
  )?.properties;
  if (out === undefined || String(out['GatewayId']).startsWith('igw-')) return 'nowhere';
  const allocationId = networks.find(String(out['NatGatewayId']))?.properties['AllocationId'];
  const address = networks
    .ofType('AWS::EC2::EIP')
    .find(({ properties }) => properties['AllocationId'] === allocationId)?.properties['PublicIp'];
  return address === undefined ? 'unknown' : publicly(String(address));
}

function within(
  networks: Networks,
  way: { seat: Seat; subnet: NetworkPart; subnetIds: readonly string[] },
): Origin {
  const { seat, subnet, subnetIds } = way;
  const beyond = networks.find(subnetIds[0] ?? '');
  if (beyond === undefined) return 'unknown';
  if (beyond.properties['VpcId'] === subnet.properties['VpcId']) {
    const address = hostIn(String(subnet.properties['CidrBlock']));
    return { address, securityGroupIds: seat.securityGroupIds };
  }
  // Networks may be joined by what is not simulated.
  return routesOf(networks, subnet).some(leadsElsewhere) ? 'unknown' : 'nowhere';
}

const leadsElsewhere = ({ properties }: NetworkPart): boolean =>
  properties['NatGatewayId'] === undefined && properties['GatewayId'] === undefined;

function routesOf(networks: Networks, subnet: NetworkPart): readonly NetworkPart[] {
  const table = networks
    .ofType('AWS::EC2::SubnetRouteTableAssociation')
    .find(({ properties }) => properties['SubnetId'] === subnet.id)?.properties['RouteTableId'];
  return networks
    .ofType('AWS::EC2::Route')
    .filter(({ properties }) => properties['RouteTableId'] === table);
}

/** AWS keeps the first four addresses of a subnet for itself. */
function hostIn(block: string): string {
  const [network = ''] = block.split('/');
  return network.replace(/\d+$/, (last) => String(Number(last) + 4));
}
