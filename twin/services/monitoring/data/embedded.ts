// The embedded metric format: a line of a log that is JSON and says which of its members are metrics.
import type { Meter, MeterOptions } from '../../../host/peers.ts';

/** Seconds, as with PutMetricData: a log is read at once. */
const ARRIVAL_MS = { median: 2_000, p99: 8_000 };
const VALUES_MAX = 100;

interface Directive {
  readonly Namespace?: unknown;
  readonly Dimensions?: unknown;
  readonly Metrics?: unknown;
}

export type ReadLine = (line: string) => void;

export function createEmbedded(meterOf: (options: MeterOptions) => Meter): ReadLine {
  const meters = new Map<string, Meter>();

  function meter(namespace: string, dimensions: Readonly<Record<string, string>>): Meter {
    const key = JSON.stringify([namespace, dimensions]);
    const known = meters.get(key);
    if (known !== undefined) return known;
    const created = meterOf({ namespace, dimensions: [dimensions], arrivalMs: ARRIVAL_MS });
    meters.set(key, created);
    return created;
  }

  function record(root: Readonly<Record<string, unknown>>, directive: Directive, at: number): void {
    if (typeof directive.Namespace !== 'string') return;
    for (const names of listsIn(directive.Dimensions)) {
      const dimensions = Object.fromEntries(names.map((name) => [name, String(root[name])]));
      const counted = meter(directive.Namespace, dimensions);
      for (const { Name: name, Unit: unit } of objectsIn(directive.Metrics)) {
        for (const value of numbersIn(root[String(name)])) {
          counted.add(String(name), typeof unit === 'string' ? unit : 'None', value, at);
        }
      }
    }
  }

  return (line) => {
    const root = parse(line);
    const about = root?.['_aws'] as Readonly<Record<string, unknown>> | undefined;
    if (root === undefined || typeof about?.['Timestamp'] !== 'number') return;
    for (const directive of objectsIn(about['CloudWatchMetrics'])) {
      record(root, directive, about['Timestamp']);
    }
  };
}

/** What is not such a line is nothing but text. */
function parse(line: string): Readonly<Record<string, unknown>> | undefined {
  if (!line.includes('"_aws"')) return undefined;
  try {
    const value: unknown = JSON.parse(line.slice(line.indexOf('{')));
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

const objectsIn = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'object' && each !== null) : [];

/** Without a list of dimensions, a metric has none. */
const listsIn = (value: unknown): readonly (readonly string[])[] =>
  Array.isArray(value) && value.length > 0
    ? value.filter(Array.isArray).map((names) => names.map(String))
    : [[]];

const numbersIn = (value: unknown): readonly number[] =>
  [value]
    .flat()
    .filter((each) => typeof each === 'number')
    .slice(0, VALUES_MAX);
