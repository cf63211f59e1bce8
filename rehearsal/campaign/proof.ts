// The report of a campaign as a page: what was tried, which laws were tested how often, which planted bugs were caught.
import { invariants } from '../invariants/all.ts';
import { mutants } from '../mutants/mutants.ts';
import type { CampaignReport } from './report.ts';

export interface CaughtMutant {
  readonly name: string;
  readonly file: string;
  readonly by: readonly string[];
  /** The name of the history. */
  readonly hunt: string;
}

export const renderProof = (report: CampaignReport, caught: readonly CaughtMutant[]): string =>
  `${[
    '# Proof',
    'Made by `scripts/generate-proof.ts` from the reports of `spillway simulate` and `scripts/mutants.ts`. One service with three phases is released on the twin, from the assembly that would be deployed, while a seed decides what is pushed and what fails. Laws judge each history from outside: what the load balancer serves, which tasks run, which calls were made, what people were told.',
    summary(report),
    `## Laws\n\n${laws(report)}`,
    `## What happened\n\n${counts(['what', 'times'], report.faults)}`,
    `## Ends\n\n${counts(['state in which the end began, and the end', 'times'], report.pairs)}`,
    `## From breach to the last user\n\nSeconds from the first datum that shows errors to no users, by how many faults struck in the history.\n\n${falls(report)}`,
    `## Planted bugs\n\n${planted(caught)}`,
  ].join('\n\n')}\n`;

const summary = ({ seeds, releases, virtualHours, violations, outcomes }: CampaignReport): string =>
  `${seeds} histories, ${releases} releases (${Object.entries(outcomes)
    .map(([name, count]) => `${count} ${name}`)
    .join(
      ', ',
    )}), ${virtualHours.toFixed(0)} hours of virtual time, ${violations.length} violations.`;

const laws = (report: CampaignReport): string =>
  table(
    ['law', 'claim', 'tested', 'broken'],
    invariants.map(({ id, claim }) => {
      const { checked = 0, violated = 0 } = report.invariants[id] ?? {};
      return [id, claim, `${checked}`, `${violated}`];
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
