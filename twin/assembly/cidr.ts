// Fn::Cidr: cuts an IPv4 block into smaller ones.
import { AssemblyError } from './error.ts';

export function cidrBlocks({
  block,
  count,
  hostBits,
}: {
  readonly block: string;
  readonly count: number;
  /** Bits of a host's number within each piece: 8 makes /24s. */
  readonly hostBits: number;
}): string[] {
  const [, a, b, c, d, prefix] = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(block) ?? [];
  if (prefix === undefined) throw new AssemblyError(`Fn::Cidr needs an IPv4 block, got ${block}`);
  const base = [a, b, c, d].reduce((number, part) => number * 256 + Number(part), 0);
  const pieces = 2 ** (32 - Number(prefix) - hostBits);
  if (count > pieces) throw new AssemblyError(`Fn::Cidr cannot cut ${block} into ${count} pieces`);
  return Array.from({ length: count }, (_each, index) => {
    const start = base + index * 2 ** hostBits;
    const parts = [24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256);
    return `${parts.join('.')}/${32 - hostBits}`;
  });
}
