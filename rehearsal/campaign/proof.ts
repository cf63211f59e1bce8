// The report of a campaign as a page: what was tried, which laws were tested how often, which planted bugs were caught.
import { isTerminal, transitions } from '../../core/release/transitions.ts';
import { badVersions } from '../faults/behaviours.ts';
import { faultKinds } from '../faults/kinds.ts';
import { requests, triggers } from '../hostile/inputs.ts';
import { invariants } from '../invariants/all.ts';
import { mutants } from '../mutants/mutants.ts';
import type { ApiLoad } from '../workloads/figures.ts';
import { progressClaim } from '../workloads/judge.ts';
import type { WorkloadReport } from '../workloads/report.ts';
import { bounds } from './bounds.ts';
import { defects } from './defects.ts';
import { echoClaim } from './echo.ts';
import { type CampaignReport, merge } from './report.ts';

export interface CaughtMutant {
  readonly name: string;
  readonly file: string;
  readonly by: readonly string[];
  /** The name of the history. */
  readonly hunt: string;
}

export interface Proof {
  readonly campaign: CampaignReport;
  /** One for each way of release that was tried. */
  readonly exhaustive: readonly CampaignReport[];
  readonly mutants: readonly CaughtMutant[];
  readonly workloads: readonly WorkloadReport[];
}

export function renderProof({ campaign, exhaustive, mutants: caught, workloads }: Proof): string {
  const sections = [
    '# Proof',
    'Made by `scripts/generate-proof.ts` from the reports of `spillway simulate` and `scripts/mutants.ts`. One service is released on the twin, from the assembly that would be deployed: a canary of three phases that goes back at once, the same going back in steps (`gradual`), or through staging first (`staged`), blue-green, or rolling. A seed decides which, what is pushed and what fails. Laws judge each history from outside: what the load balancer serves, which tasks run, which calls were made, what people were told.',
    summary(campaign),
    `## Laws\n\n${laws([campaign, ...exhaustive])}`,
    `### Where a law says less than one could wish\n\n${table(
      ['law', 'one could wish', 'here', 'why'],
      bounds.map(({ law, wish, here, why }) => [law, wish, here, why]),
    )}`,
    `## What happened\n\n${counts(['what', 'times'], campaign.faults)}\n\n${never('Kinds of fault', kindsOf(), campaign.faults)}`,
    `## Ends\n\n${counts(['state in which the end began, and the end', 'times'], campaign.pairs)}\n\n${never('Ends that the records allow', pairsOf(), campaign.pairs)}`,
    `## From breach to the last user\n\nSeconds from the first datum that shows errors to no users, by how many faults struck in the history.\n\n${falls(campaign)}`,
    `## Every single fault\n\n${exhausted(exhaustive)}`,
    `## Planted bugs\n\n${planted(caught)}`,
    `## Defects found and fixed\n\n${found()}`,
    `## Many services at once\n\n${FLEETS}\n\n${workloaded(workloads)}`,
    `## Hostile input\n\n${triggers.length} triggers that are none, and ${requests.length} requests that are no decisions, are sent to a service while nothing else happens: forged events, wishes that hide something, code and markup in every text. None changes anything, none is accepted, and a secret that each carries is read in no log, notice, record or answer. [The test](../test/simulation/hostile.test.ts) plays them all; specs have [fuzzers](../scripts/fuzz.ts) of their own.`,
  ];
  return `${sections.join('\n\n')}\n`;
}

/** Names what never happened: what was not tried proves nothing. */
function never(
  what: string,
  known: readonly string[],
  met: Readonly<Record<string, number>>,
): string {
  const missing = known.filter((name) => (met[name] ?? 0) === 0);
  return missing.length === 0
    ? `${what}: each was met.`
    : `${what} that were not met: ${missing.map((name) => `\`${name}\``).join(', ')}.`;
}

const kindsOf = (): readonly string[] => [
  ...new Set([...faultKinds.map(({ kind }) => kind), ...badVersions.map(({ kind }) => kind)]),
];

/** Each end that a record may have, from the state in which the end began. */
const pairsOf = (): readonly string[] =>
  Object.entries(transitions).flatMap(([from, next]) =>
    from === 'ROLLING_BACK'
      ? []
      : next
          .flatMap((to) => (to === 'ROLLING_BACK' ? transitions[to] : [to]))
          .filter(isTerminal)
          .map((to) => `${from} ${to}`),
  );

function exhausted(reports: readonly CampaignReport[]): string {
  if (reports.length === 0) return 'None was played.';
  const { seeds, ways, faults, violations } = reports.reduce(merge);
  return `A release of a good version, and one that is taken back once users have met it, are played again and again: killed at each event of each execution, each function after each of its calls, each of its calls throttled, failed, lost before and lost after its effect, each of its events lost, late and twice, two events at once, and pairs drawn from all of these. ${seeds} histories (${listed(ways)}), ${violations.length} violations.\n\n${counts(['what', 'times'], faults)}`;
}

const FLEETS = `One world for all services, with the limits of AWS: \`one\` release that is alone; the example \`shop\`, whose four services need one another and wait for people, with two bad versions among theirs; \`fifty\` services with pushes, bad versions, aborts, promotions, rollbacks and freezes within an hour; a \`crowd\` of 500 that are pushed within a minute; \`endless\` pushes to one service, one a minute for three hours. Each place and each service is judged by the laws above, except those about calls, which nobody can tell apart; and all of them by one more, I23b: ${progressClaim} A stack of the orchestrator holds some twenty-five services, since CloudFormation takes a template of 1 MB, and a bus of EventBridge 300 rules until somebody asks for more, two for each service; the twin deploys larger ones all the same.`;

const found = (): string =>
  table(
    ['law', 'defect', 'shown by'],
    defects.map(({ law, story, shownBy }) => [
      law,
      story,
      typeof shownBy === 'string'
        ? shownBy
        : `seed ${shownBy.seed}, ${shownBy.mix}, ${shownBy.way}`,
    ]),
  );

/** All of them side by side. */
function workloaded(reports: readonly WorkloadReport[]): string {
  if (reports.length === 0) return 'None was played.';
  const figures = table(
    ['workload', ...reports.map(({ workload }) => workload)],
    workloadFigures.map(([what, figure]) => [what, ...reports.map(figure)]),
  );
  return `${figures}\n\nCalls of each API, those included that CodeDeploy makes on Spillway's behalf: all of them, the most in a second, and the refused ones. Where AWS publishes no limit for one operation, the operations of a service share one.\n\n${apisOf(reports)}`;
}

const seconds = (value: number): string => `${value.toFixed(0)} s`;

const workloadFigures: readonly (readonly [string, (report: WorkloadReport) => string])[] = [
  ['services', ({ services }) => `${services}`],
  ['releases', ({ releases }) => `${releases}`],
  ['their ends', ({ outcomes }) => listed(outcomes)],
  ['from the first push to the last end', (report) => seconds(report.finishedInSeconds)],
  ['the same of one that is alone', (report) => seconds(report.unloadedSeconds)],
  ['from record to end, in the middle', (report) => seconds(shareOf(report.seconds, 0.5))],
  ['from record to end, at most', (report) => seconds(shareOf(report.seconds, 1))],
  ['longest time without a promotion', (report) => seconds(report.longestGapSeconds)],
  [
    'laws put to the test',
    ({ invariants: judged }) =>
      `${Object.values(judged).reduce((sum, { checked }) => sum + checked, 0)} times`,
  ],
  ['laws broken', ({ violations }) => `${violations.length} times`],
  ['memory', ({ memoryMegabytes }) => `${memoryMegabytes} MB`],
  ['time to play it', ({ wallMs }) => seconds(wallMs / 1000)],
];

const shareOf = (ordered: readonly number[], share: number): number =>
  ordered[Math.floor(share * (ordered.length - 1))] ?? 0;

function apisOf(reports: readonly WorkloadReport[]): string {
  const limits = new Map(reports.flatMap(({ apis }) => apis.map(({ api, limit }) => [api, limit])));
  return table(
    ['API', 'allowed in a second', ...reports.map(({ workload }) => workload)],
    [...limits]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([api, { perSecond, burst }]) => [
        api,
        `${perSecond}, ${burst} at once`,
        ...reports.map(({ apis }) => loadOf(apis.find((each) => each.api === api))),
      ]),
  );
}

const loadOf = (load: ApiLoad | undefined): string =>
  load === undefined
    ? ''
    : `${load.calls}, ${load.peakPerSecond}/s${load.throttled === 0 ? '' : `, ${load.throttled} refused`}`;

const summary = (report: CampaignReport): string =>
  `${report.seeds} histories (${listed(report.ways)}), ${report.releases} releases (${listed(report.outcomes)}), ${report.virtualHours.toFixed(0)} hours of virtual time, ${report.violations.length} violations.`;

const listed = (of: Readonly<Record<string, number>>): string =>
  Object.entries(of)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');

const laws = (reports: readonly CampaignReport[]): string =>
  table(
    ['law', 'claim', 'tested', 'broken'],
    [...invariants, { id: 'I11', claim: echoClaim }].map(({ id, claim }) => {
      const judged = reports.map((report) => report.invariants[id] ?? { checked: 0, violated: 0 });
      const sum = (which: 'checked' | 'violated') =>
        judged.reduce((total, each) => total + each[which], 0);
      return [id, claim, `${sum('checked')}`, `${sum('violated')}`];
    }),
  );

const counts = (head: readonly string[], of: Readonly<Record<string, number>>): string =>
  table(
    head,
    Object.entries(of)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, count]) => [name, `${count}`]),
  );

const SHARES = [0.5, 0.9, 0.99, 1];

const falls = (report: CampaignReport): string =>
  table(
    ['faults', 'falls', 'p50', 'p90', 'p99', 'longest'],
    Object.entries(report.falls).map(([faults, times]) => {
      const ordered = [...times].sort((a, b) => a - b);
      const at = (share: number) =>
        ordered[Math.max(0, Math.ceil(share * ordered.length) - 1)] ?? Number.NaN;
      const seconds = SHARES.map((share) =>
        ordered.length === 0 ? '' : (at(share) / 1000).toFixed(0),
      );
      return [faults, `${times.length}`, ...seconds];
    }),
  );

function planted(caught: readonly CaughtMutant[]): string {
  const tried = `${mutants.length} bugs are known, ${caught.length} were planted, ${caught.filter(({ by }) => by.length > 0).length} were caught.`;
  const rows = caught.map(({ name, file, by, hunt }) => [
    name,
    `\`${file}\``,
    hunt,
    by.length > 0 ? by.join(', ') : 'survived',
  ]);
  return rows.length === 0
    ? tried
    : `${tried}\n\n${table(['bug', 'in', 'history', 'caught by'], rows)}`;
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
