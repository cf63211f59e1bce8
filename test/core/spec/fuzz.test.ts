/** A small, seeded share of the large run: whatever is in a file, the answer is complete. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ReadSpec, readSpec } from '../../../core/spec/index.ts';
import { type FuzzReport, fuzzSpecs } from '../../../scripts/fuzz.ts';

const folder = 'examples/shop/releases';
const [first = '', ...rest] = readdirSync(folder)
  .sort()
  .map((name) => readFileSync(`${folder}/${name}`, 'utf8'));

function fuzz(
  count: number,
  read?: (text: string) => Pick<ReadSpec, 'spec' | 'problems'>,
): FuzzReport {
  const options = { count, seed: 7, texts: [first, ...rest] as const, nowMs: () => 0 };
  return fuzzSpecs(read === undefined ? options : { ...options, read: read });
}

describe('damaged specs', () => {
  it('never crash the reader, and are refused with a code and a path or read for what they say', () => {
    const report = fuzz(500);
    expect(report.broken).toEqual([]);
    expect(report.accepted, 'some damage is harmless').toBeGreaterThan(10);
    expect(Object.keys(report.codes).length, 'many kinds of damage are met').toBeGreaterThan(15);
  });
});

describe('the fuzzer', () => {
  const refused = readSpec('service: 1');
  const rows: readonly (readonly [
    string,
    (text: string) => Pick<ReadSpec, 'spec' | 'problems'>,
  ])[] = [
    [
      'throws',
      () => {
        throw new Error('boom');
      },
    ],
    ['refuses without an error', () => ({ spec: undefined, problems: [] })],
    ['accepts with an error', () => ({ ...readSpec(first), problems: refused.problems })],
    [
      'names no line of the file',
      () => ({
        ...refused,
        problems: refused.problems.map((problem) => ({ ...problem, line: 9999 })),
      }),
    ],
    [
      'leaves a number to chance',
      () => {
        const { spec, problems } = readSpec(first);
        return { spec: spec && { ...spec, maxDurationSeconds: Number.NaN }, problems };
      },
    ],
    [
      'reads something else than was written',
      () => {
        const { spec, problems } = readSpec(first);
        return { spec: spec && { ...spec, environments: [] }, problems };
      },
    ],
  ];

  it.each(rows)('notices a reader that %s', (_, read) => {
    expect(fuzz(20, read).broken).not.toEqual([]);
  });
});
