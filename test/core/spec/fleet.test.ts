import { describe, expect, it } from 'vitest';
import { checkFleet, readSpec, type Spec } from '../../../core/spec/index.ts';
import { writeSpec } from './write-spec.ts';

function service(name: string, ...dependsOn: readonly string[]): Spec {
  const lines = dependsOn.map((other) => `  - { service: ${other}, versions: 1.x }`);
  const top = lines.length > 0 ? ['dependsOn:', ...lines].join('\n') : '';
  const { spec } = readSpec(writeSpec({ top }).replace('cart', name));
  if (spec === undefined) throw new Error(`${name} is not a valid spec`);
  return spec;
}

function messages(specs: readonly Spec[], knownServices: readonly string[] | null = null) {
  return checkFleet({ specs, knownServices }).map((findings) =>
    findings.map(({ code, message }) => `${code} ${message}`),
  );
}

describe('a fleet', () => {
  it('has nothing to say about services that build on each other in layers', () => {
    const specs = [service('cart', 'price', 'stock'), service('price', 'stock'), service('stock')];
    expect(messages(specs, ['cart', 'price', 'stock'])).toEqual([[], [], []]);
  });

  it('tells a cycle once, with the way round', () => {
    const specs = [service('stock', 'cart'), service('cart', 'price'), service('price', 'stock')];
    expect(messages(specs)).toEqual([[], ['E303 cycle cart -> price -> stock -> cart'], []]);
  });

  it('tells each of two cycles through one service', () => {
    const specs = [service('a', 'b', 'c'), service('b', 'a'), service('c', 'a')];
    expect(messages(specs)[0]).toEqual(['E303 cycle a -> b -> a', 'E303 cycle a -> c -> a']);
  });

  it('does not end up in a cycle that it only leads to', () => {
    const specs = [service('a', 'b'), service('b', 'c'), service('c', 'b')];
    expect(messages(specs)).toEqual([[], ['E303 cycle b -> c -> b'], []]);
  });

  it('names the second spec of a service', () => {
    expect(messages([service('cart'), service('price'), service('cart')])[2]).toEqual([
      'E302 "cart" already in file 1 of those given',
    ]);
  });

  it('knows a stranger only when it knows everybody', () => {
    const specs = [service('cart', 'prices')];
    expect(messages(specs)).toEqual([[]]);
    expect(messages(specs, ['cart', 'price'])).toEqual([
      ['E303 "prices" is not known; did you mean "price"?'],
    ]);
  });
});
