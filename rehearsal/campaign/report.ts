// What a campaign showed, summed over its seeds.
import type { SeedVerdict, SeedViolation } from './verdict.ts';

type Counts = Readonly<Record<string, number>>;

export interface CampaignReport {
  readonly seeds: number;
  readonly releases: number;
  readonly outcomes: Counts;
  /** How often each kind of fault struck. */
  readonly faults: Counts;
  readonly invariants: Readonly<
    Record<string, { readonly checked: number; readonly violated: number }>
  >;
  readonly violations: readonly SeedViolation[];
  /** How often each end was reached from each state. */
  readonly pairs: Counts;
  /** Milliseconds from breach to the last user, by whether none, one or several faults struck. */
  readonly falls: Readonly<Record<'none' | 'one' | 'several', readonly number[]>>;
  readonly virtualHours: number;
  readonly wallMs: number;
}

export const emptyReport: CampaignReport = {
  seeds: 0,
  releases: 0,
  outcomes: {},
  faults: {},
  invariants: {},
  violations: [],
  pairs: {},
  falls: { none: [], one: [], several: [] },
  virtualHours: 0,
  wallMs: 0,
};

export function include(
  report: CampaignReport,
  verdict: SeedVerdict,
  wallMs: number,
): CampaignReport {
  return {
    seeds: report.seeds + 1,
    releases: report.releases + verdict.outcomes.length,
    outcomes: add(report.outcomes, countsOf(verdict.outcomes)),
    faults: add(report.faults, verdict.faults),
    invariants: addInvariants(report.invariants, verdict.invariants),
    violations: [...report.violations, ...verdict.violations],
    pairs: add(report.pairs, countsOf(verdict.pairs)),
    falls: addFalls(report.falls, verdict),
    virtualHours: report.virtualHours + verdict.virtualMs / 3600_000,
    wallMs,
  };
}

const countsOf = (names: readonly string[]): Counts =>
  names.reduce<Counts>((counts, name) => add(counts, { [name]: 1 }), {});

function add(a: Counts, b: Counts): Counts {
  const sum: Record<string, number> = { ...a };
  for (const [name, count] of Object.entries(b)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}

function addInvariants(
  a: CampaignReport['invariants'],
  b: CampaignReport['invariants'],
): CampaignReport['invariants'] {
  const sum = { ...a };
  for (const [id, { checked, violated }] of Object.entries(b)) {
    const before = sum[id] ?? { checked: 0, violated: 0 };
    sum[id] = { checked: before.checked + checked, violated: before.violated + violated };
  }
  return sum;
}

function addFalls(falls: CampaignReport['falls'], verdict: SeedVerdict): CampaignReport['falls'] {
  const times = (wanted: (faults: number) => boolean) =>
    verdict.falls.filter(({ faults }) => wanted(faults)).map(({ ms }) => ms);
  return {
    none: [...falls.none, ...times((faults) => faults === 0)],
    one: [...falls.one, ...times((faults) => faults === 1)],
    several: [...falls.several, ...times((faults) => faults > 1)],
  };
}
