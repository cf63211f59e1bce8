// What a campaign showed, summed over its seeds.
import type { SeedVerdict, SeedViolation } from './verdict.ts';

type Counts = Readonly<Record<string, number>>;

export interface CampaignReport {
  readonly seeds: number;
  readonly releases: number;
  /** How many histories played each way. */
  readonly ways: Counts;
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
  ways: {},
  outcomes: {},
  faults: {},
  invariants: {},
  violations: [],
  pairs: {},
  falls: { none: [], one: [], several: [] },
  virtualHours: 0,
  wallMs: 0,
};

export const include = (
  report: CampaignReport,
  verdict: SeedVerdict,
  wallMs: number,
): CampaignReport => ({ ...merge(report, reportOf(verdict)), wallMs });

/** What two campaigns show together. */
export const merge = (a: CampaignReport, b: CampaignReport): CampaignReport => ({
  seeds: a.seeds + b.seeds,
  releases: a.releases + b.releases,
  ways: add(a.ways, b.ways),
  outcomes: add(a.outcomes, b.outcomes),
  faults: add(a.faults, b.faults),
  invariants: addInvariants(a.invariants, b.invariants),
  violations: [...a.violations, ...b.violations],
  pairs: add(a.pairs, b.pairs),
  falls: {
    none: [...a.falls.none, ...b.falls.none],
    one: [...a.falls.one, ...b.falls.one],
    several: [...a.falls.several, ...b.falls.several],
  },
  virtualHours: a.virtualHours + b.virtualHours,
  wallMs: a.wallMs + b.wallMs,
});

const reportOf = (verdict: SeedVerdict): CampaignReport => ({
  seeds: 1,
  releases: verdict.outcomes.length,
  ways: { [verdict.way]: 1 },
  outcomes: countsOf(verdict.outcomes),
  faults: verdict.faults,
  invariants: verdict.invariants,
  violations: verdict.violations,
  pairs: countsOf(verdict.pairs),
  falls: fallsOf(verdict),
  virtualHours: verdict.virtualMs / 3600_000,
  wallMs: verdict.wallMs,
});

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

function fallsOf({ falls }: SeedVerdict): CampaignReport['falls'] {
  const times = (wanted: (faults: number) => boolean) =>
    falls.filter(({ faults }) => wanted(faults)).map(({ ms }) => ms);
  return {
    none: times((faults) => faults === 0),
    one: times((faults) => faults === 1),
    several: times((faults) => faults > 1),
  };
}
