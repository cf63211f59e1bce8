// AWS::EC2: the parts of a network that decide where somebody comes from and who is let in.
import type { Networks } from '../../../network/networks.ts';
import type { ResourceProvider, ResourceRequest } from '../../provider.ts';
import { drawn, type Make, nameless } from '../make.ts';

const TYPES: Readonly<Record<string, Make>> = {
  'AWS::EC2::EIP': (request) => {
    const PublicIp = networksOf(request).nextAddress();
    const { physicalId: AllocationId } = drawn('eipalloc')(request);
    return { physicalId: PublicIp, attributes: { AllocationId, PublicIp } };
  },
  'AWS::EC2::NatGateway': drawn('nat', (id) => ({ NatGatewayId: id })),
  'AWS::EC2::Route': nameless,
  'AWS::EC2::SecurityGroup': drawn('sg', (id, { properties }) => ({
    GroupId: id,
    Id: id,
    VpcId: properties['VpcId'],
  })),
  'AWS::EC2::SecurityGroupIngress': drawn('sgr', (id) => ({ Id: id })),
  'AWS::EC2::Subnet': drawn('subnet', (id, { properties }) => ({
    AvailabilityZone: properties['AvailabilityZone'],
    CidrBlock: properties['CidrBlock'],
    Ipv6CidrBlocks: [],
    SubnetId: id,
    VpcId: properties['VpcId'],
  })),
  'AWS::EC2::SubnetRouteTableAssociation': drawn('rtbassoc', (id) => ({ Id: id })),
};

export const networkParts: readonly ResourceProvider[] = Object.entries(TYPES).map(
  ([type, make]) => ({
    type,
    replaceOn: [],
    create(request) {
      const made = make(request);
      const { physicalId: id, attributes } = made;
      const properties = { ...request.properties, ...attributes };
      networksOf(request).put({ type, id, properties });
      return made;
    },
    async update({ stack, existing, properties }) {
      const { physicalId: id, attributes } = existing;
      networksOf({ stack }).put({ type, id, properties: { ...properties, ...attributes } });
      return undefined;
    },
    async delete({ physicalId }, stack) {
      networksOf({ stack }).remove(physicalId);
    },
  }),
);

const networksOf = ({ stack }: Pick<ResourceRequest, 'stack'>): Networks =>
  stack.twin.networks(stack.region);
