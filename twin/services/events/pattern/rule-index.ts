// Finds the patterns that an event may satisfy without looking at the others: hundreds of rules cost as much as a few.
import type { Alternative, Pattern, Requirement } from './compile.ts';
import type { EventFields } from './event-fields.ts';
import { mightSatisfy, satisfies } from './matches.ts';

export interface RuleIndex<Rule> {
  add(pattern: Pattern, rule: Rule): void;
  remove(rule: Rule): void;
  /** False where no rule can match an event with these fields: most events concern nobody. */
  couldMatch(known: EventFields): boolean;
  /** The rules that the event satisfies, in the order in which they were added. */
  match(event: EventFields): readonly Rule[];
}

interface Entry<Rule> {
  readonly rule: Rule;
  readonly alternative: Alternative;
  readonly order: number;
}

type Bucket<Rule> = Set<Entry<Rule>>;

export function createRuleIndex<Rule>(): RuleIndex<Rule> {
  /** By path, then by the key of the one value that the alternative accepts there. */
  const exact = new Map<string, Map<string, Bucket<Rule>>>();
  const others: Bucket<Rule> = new Set();
  const homes = new Map<Rule, { bucket: Bucket<Rule>; entry: Entry<Rule> }[]>();
  let order = 0;

  const bucketOf = (path: string, key: string): Bucket<Rule> => {
    const byKey = exact.get(path) ?? new Map<string, Bucket<Rule>>();
    exact.set(path, byKey);
    const bucket = byKey.get(key) ?? new Set();
    byKey.set(key, bucket);
    return bucket;
  };

  /** The buckets of the requirement that says most: the one whose buckets hold least so far. */
  function bucketsFor(alternative: Alternative): readonly Bucket<Rule>[] {
    const choices = alternative.flatMap((requirement) => {
      const keys = exactKeys(requirement);
      return keys === undefined ? [] : [keys.map((key) => bucketOf(requirement.path, key))];
    });
    const load = (buckets: readonly Bucket<Rule>[]) =>
      buckets.reduce((sum, bucket) => sum + bucket.size + 1, 0);
    const [first, ...rest] = choices;
    if (first === undefined) return [others];
    return rest.reduce((best, each) => (load(each) < load(best) ? each : best), first);
  }

  function candidates(event: EventFields): Set<Entry<Rule>> {
    const found = new Set(others);
    for (const [path, byKey] of exact) {
      for (const { key } of event.get(path) ?? []) {
        for (const entry of byKey.get(key) ?? []) found.add(entry);
      }
    }
    return found;
  }

  return {
    add(pattern, rule) {
      order += 1;
      const places = pattern.flatMap((alternative) => {
        const entry = { rule, alternative, order };
        return bucketsFor(alternative).map((bucket) => ({ bucket: bucket.add(entry), entry }));
      });
      homes.set(rule, places);
    },
    remove(rule) {
      for (const { bucket, entry } of homes.get(rule) ?? []) bucket.delete(entry);
      homes.delete(rule);
    },
    couldMatch(known) {
      for (const places of homes.values()) {
        if (places.some(({ entry }) => mightSatisfy(entry.alternative, known))) return true;
      }
      return false;
    },
    match(event) {
      const matched = [...candidates(event)].filter(({ alternative }) =>
        satisfies(alternative, event),
      );
      const ordered = matched.sort((a, b) => a.order - b.order);
      return [...new Set(ordered.map(({ rule }) => rule))];
    },
  };
}

function exactKeys({ present, absent }: Requirement): readonly string[] | undefined {
  if (absent) return undefined;
  const keys = present.flatMap(({ exactly }) => (exactly === undefined ? [] : [exactly]));
  return keys.length === present.length ? keys : undefined;
}
