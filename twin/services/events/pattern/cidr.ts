// `{"cidr": "10.0.0.0/24"}`, and addresses given as plain text, which match in whatever notation they come.
import { BlockList, isIP } from 'node:net';
import { InvalidPattern, ofString, type ValueMatcher } from './value-matcher.ts';

const IPV4 = /^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$/;
const IPV6 = /^[0-9a-fA-F:]*:[0-9a-fA-F:]*$/;

export function cidr(text: string): ValueMatcher {
  const [address = '', bits, ...rest] = text.split('/');
  if (bits === undefined || rest.length > 0) {
    throw new InvalidPattern("Malformed CIDR, one '/' required");
  }
  const maskBits = readMaskBits(bits);
  if (!looksLikeAddress(address)) throw new InvalidPattern(`Nonstandard IP address: ${address}`);
  if (isIP(address) === 0) throw new InvalidPattern(`Invalid IP address: ${address}`);
  const family = familyOf(address);
  if (family === 'ipv4' && maskBits > 31) throw new InvalidPattern('IPv4 mask bits must be < 32');
  if (maskBits > 127) throw new InvalidPattern('IPv6 mask bits must be < 128');
  const block = new BlockList();
  block.addSubnet(address, maskBits, family);
  return within(block, family);
}

/** A matcher for a text that is an address; undefined when it is not one. */
export function sameAddress(text: string): ValueMatcher | undefined {
  if (!looksLikeAddress(text) || isIP(text) === 0) return undefined;
  const family = familyOf(text);
  const block = new BlockList();
  block.addAddress(text, family);
  return within(block, family);
}

const looksLikeAddress = (text: string): boolean => IPV4.test(text) || IPV6.test(text);

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 4 ? 'ipv4' : 'ipv6');

const within = (block: BlockList, family: 'ipv4' | 'ipv6'): ValueMatcher =>
  ofString((value) => isIP(value) === (family === 'ipv4' ? 4 : 6) && block.check(value, family));

function readMaskBits(bits: string): number {
  if (!/^[-+]?\d+$/.test(bits)) {
    throw new InvalidPattern('Malformed CIDR, mask bits must be an integer');
  }
  if (Number(bits) < 0) throw new InvalidPattern('Malformed CIDR, mask bits must not be negative');
  return Number(bits);
}
