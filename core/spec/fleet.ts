/** Laws between services: one spec each, no circles, and nobody waits for a stranger. */
import type { Finding } from './finding.ts';
import { quote } from './kinds.ts';
import type { Spec } from './spec.ts';
import { suggest } from './suggest.ts';

export interface Fleet {
  readonly specs: readonly Spec[];
  /** All the services there are, so that another name is a mistake; null where nobody can tell. */
  readonly knownServices: readonly string[] | null;
}

/** One list of findings for each spec, in the order given. */
export function checkFleet({ specs, knownServices }: Fleet): readonly (readonly Finding[])[] {
  const names = specs.map(({ service }) => service);
  const graph = new Map(
    specs.map(({ service, dependsOn }) => [
      service,
      dependsOn.map((dependency) => dependency.service),
    ]),
  );
  return specs.map((spec, index) => [
    ...givenBefore(spec, names.indexOf(spec.service), index),
    ...(knownServices === null ? [] : strangers(spec, knownServices)),
    ...circles(spec, graph),
  ]);
}

function givenBefore({ service }: Spec, first: number, index: number): readonly Finding[] {
  if (first === index) return [];
  const message = `${quote(service)} already in file ${first + 1} of those given`;
  return [{ code: 'E302', path: ['service'], message, fix: 'keep one spec for a service' }];
}

function strangers({ dependsOn }: Spec, names: readonly string[]): readonly Finding[] {
  return dependsOn.flatMap(({ service }, index): readonly Finding[] => {
    if (names.includes(service)) return [];
    const nearest = suggest(service, names);
    const hint = nearest === undefined ? '' : `; did you mean "${nearest}"?`;
    const message = `${quote(service)} is not known${hint}`;
    const fix = nearest === undefined ? 'remove it, or add its spec' : `write ${nearest}`;
    return [{ code: 'E303', path: ['dependsOn', index, 'service'], message, got: service, fix }];
  });
}

/** Each circle once, at the service whose name comes first in it. */
function circles(spec: Spec, graph: ReadonlyMap<string, readonly string[]>): readonly Finding[] {
  return spec.dependsOn.flatMap(({ service }, index): readonly Finding[] => {
    const way = wayBack(service, spec.service, graph);
    if (way === undefined || way.some((name) => name < spec.service)) return [];
    const message = `cycle ${[spec.service, ...way].join(' -> ')}`;
    return [
      { code: 'E303', path: ['dependsOn', index, 'service'], message, fix: 'break the cycle' },
    ];
  });
}

/** The shortest way from one service to another along dependencies, both ends included. */
function wayBack(
  from: string,
  to: string,
  graph: ReadonlyMap<string, readonly string[]>,
): readonly string[] | undefined {
  const seen = new Set<string>();
  let ways: readonly (readonly string[])[] = [[from]];
  while (ways.length > 0) {
    const arrived = ways.find((way) => way.at(-1) === to);
    if (arrived !== undefined) return arrived;
    ways = ways.flatMap((way) => extend(way, graph, seen));
  }
  return undefined;
}

function extend(
  way: readonly string[],
  graph: ReadonlyMap<string, readonly string[]>,
  seen: Set<string>,
): readonly (readonly string[])[] {
  const next = (graph.get(way.at(-1) ?? '') ?? []).filter((name) => !seen.has(name));
  for (const name of next) seen.add(name);
  return next.map((name) => [...way, name]);
}
