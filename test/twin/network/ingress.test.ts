import { describe, expect, it } from 'vitest';
import { letsIn } from '../../../twin/network/ingress.ts';
import { createNetworks } from '../../../twin/network/networks.ts';
import type { Origin } from '../../../twin/network/origin.ts';

const at = (address: string, ...securityGroupIds: string[]): Origin => ({
  address,
  securityGroupIds,
});
const tcp = (FromPort: number, ToPort: number, source: object) => ({
  IpProtocol: 'tcp',
  FromPort,
  ToPort,
  ...source,
});
const anybody = { CidrIp: '0.0.0.0/0' };

function knock(rules: readonly object[], origin: Origin, port = 8443): boolean {
  const networks = createNetworks();
  const properties = { SecurityGroupIngress: rules };
  networks.put({ type: 'AWS::EC2::SecurityGroup', id: 'sg-1', properties });
  return letsIn(networks, { groupIds: ['sg-1'], port, origin });
}

describe('a security group', () => {
  it.each<[string, object, Origin, boolean]>([
    ['lets in an address', tcp(8443, 8443, { CidrIp: '198.18.0.1/32' }), at('198.18.0.1'), true],
    ['and not the next', tcp(8443, 8443, { CidrIp: '198.18.0.1/32' }), at('198.18.0.2'), false],
    [
      'lets in a block, its last',
      tcp(8443, 8443, { CidrIp: '10.0.0.0/9' }),
      at('10.127.255.255'),
      true,
    ],
    ['and not what follows', tcp(8443, 8443, { CidrIp: '10.0.0.0/9' }), at('10.128.0.0'), false],
    [
      'reads a block by its length',
      tcp(8443, 8443, { CidrIp: '10.0.7.9/16' }),
      at('10.0.0.4'),
      true,
    ],
    ['lets in everybody', tcp(8443, 8443, anybody), at('203.0.113.9'), true],
    ['at the first port of a range', tcp(8443, 9000, anybody), at('10.0.0.4'), true],
    ['at the last port of a range', tcp(80, 8443, anybody), at('10.0.0.4'), true],
    ['not before a range', tcp(8444, 9000, anybody), at('10.0.0.4'), false],
    ['not after a range', tcp(80, 8442, anybody), at('10.0.0.4'), false],
    [
      'by the number of the protocol',
      { ...tcp(8443, 8443, anybody), IpProtocol: 6 },
      at('1.2.3.4'),
      true,
    ],
    [
      'not for another protocol',
      { ...tcp(8443, 8443, anybody), IpProtocol: 'udp' },
      at('1.2.3.4'),
      false,
    ],
    ['for all protocols, whatever the port', { IpProtocol: '-1', ...anybody }, at('1.2.3.4'), true],
    ['for all protocols, as a number', { IpProtocol: -1, ...anybody }, at('1.2.3.4'), true],
    [
      'lets in a group',
      tcp(8443, 8443, { SourceSecurityGroupId: 'sg-2' }),
      at('10.0.0.4', 'sg-2'),
      true,
    ],
    [
      'and not another',
      tcp(8443, 8443, { SourceSecurityGroupId: 'sg-2' }),
      at('10.0.0.4', 'sg-3'),
      false,
    ],
    [
      'does not know prefixes, and lets them in',
      tcp(8443, 8443, { SourcePrefixListId: 'pl-1' }),
      at('1.2.3.4'),
      true,
    ],
    ['lets nobody in for version 6', tcp(8443, 8443, { CidrIpv6: '::/0' }), at('1.2.3.4'), false],
    ['lets in whoever comes by an unknown way', tcp(1, 1, anybody), 'unknown', true],
    ['lets in nobody who has no way', tcp(8443, 8443, anybody), 'nowhere', false],
  ])('%s', (_what, rule, origin, isIn) => {
    expect(knock([rule], origin)).toBe(isIn);
  });

  it('lets in nobody without a rule', () => {
    expect(knock([], at('10.0.0.4'))).toBe(false);
  });

  it('lets in whom any of its rules lets in', () => {
    const rules = [tcp(80, 80, anybody), tcp(8443, 8443, { CidrIp: '10.0.0.0/16' })];
    expect(knock(rules, at('10.0.0.4'))).toBe(true);
  });
});

describe('a rule of its own', () => {
  const outcome = (GroupId: string) => {
    const networks = createNetworks();
    networks.put({ type: 'AWS::EC2::SecurityGroup', id: 'sg-1', properties: {} });
    const properties = { GroupId, ...tcp(8443, 8443, anybody) };
    networks.put({ type: 'AWS::EC2::SecurityGroupIngress', id: 'sgr-1', properties });
    const knocks = { groupIds: ['sg-1'], port: 8443, origin: at('10.0.0.4') };
    const before = letsIn(networks, knocks);
    networks.remove('sgr-1');
    return [before, letsIn(networks, knocks)];
  };

  it('holds for its group as long as it is there', () => {
    expect(outcome('sg-1')).toEqual([true, false]);
  });

  it('does not hold for another group', () => {
    expect(outcome('sg-2')).toEqual([false, false]);
  });
});

describe('groups of which nothing is known', () => {
  it.each([[[]], [['sg-of-somebody']], [['sg-1', 'sg-of-somebody']]])(
    'let in all: %j',
    (groupIds) => {
      const networks = createNetworks();
      networks.put({ type: 'AWS::EC2::SecurityGroup', id: 'sg-1', properties: {} });
      expect(letsIn(networks, { groupIds, port: 80, origin: at('1.2.3.4') })).toBe(true);
    },
  );
});
