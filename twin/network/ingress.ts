// Whom security groups let in.
import type { NetworkPart, Networks } from './networks.ts';
import type { Origin } from './origin.ts';

export interface Knock {
  readonly groupIds: readonly string[];
  readonly port: number;
  readonly origin: Origin;
}

type Rule = NetworkPart['properties'];

/** Of groups that no template made nothing is known: they let everybody in. */
export function letsIn(networks: Networks, { groupIds, port, origin }: Knock): boolean {
  if (origin === 'nowhere') return false;
  const groups = groupIds.map((id) => networks.find(id));
  if (origin === 'unknown' || groups.length === 0 || groups.includes(undefined)) return true;
  const rules = [
    ...groups.flatMap((group) => (group?.properties['SecurityGroupIngress'] ?? []) as Rule[]),
    ...networks
      .ofType('AWS::EC2::SecurityGroupIngress')
      .map(({ properties }) => properties)
      .filter((rule) => groupIds.includes(String(rule['GroupId']))),
  ];
  return rules.some((rule) => isForPort(rule, port) && isFor(rule, origin));
}

/** `-1` stands for all protocols, and with it for all ports. */
function isForPort(rule: Rule, port: number): boolean {
  const protocol = String(rule['IpProtocol']);
  if (protocol === '-1') return true;
  const isTcp = protocol === 'tcp' || protocol === '6';
  return isTcp && Number(rule['FromPort']) <= port && port <= Number(rule['ToPort']);
}

function isFor(rule: Rule, { address, securityGroupIds }: Exclude<Origin, string>): boolean {
  const { CidrIp, SourceSecurityGroupId, SourcePrefixListId } = rule;
  if (CidrIp !== undefined) return isInBlock(address, String(CidrIp));
  if (SourceSecurityGroupId !== undefined) {
    return securityGroupIds.includes(String(SourceSecurityGroupId));
  }
  // What is in a list of prefixes is not known. What is left is for version 6 of the protocol.
  return SourcePrefixListId !== undefined;
}

function isInBlock(address: string, block: string): boolean {
  const [network = '', bits = '32'] = block.split('/');
  const size = 2 ** (32 - Number(bits));
  return Math.floor(numberOf(address) / size) === Math.floor(numberOf(network) / size);
}

const numberOf = (address: string): number =>
  address.split('.').reduce((number, part) => number * 256 + Number(part), 0);
