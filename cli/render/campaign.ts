/** A campaign as a person reads it: what was tried, which laws were tested how often, and what broke them. */
import type { History } from '../../rehearsal/campaign/history.ts';
import type { CampaignReport } from '../../rehearsal/campaign/report.ts';
import { tell } from '../../rehearsal/campaign/story.ts';
import type { SeedViolation } from '../../rehearsal/campaign/verdict.ts';
import { invariants } from '../../rehearsal/invariants/all.ts';
import { paints } from './paint.ts';
import type { Terminal } from './rehearsal.ts';
import { safeText } from './safe-text.ts';
import { renderTable } from './table.ts';

const VIOLATIONS_SHOWN = 20;
const CLAIM_WIDTH_MIN = 30;
/** What stands before the claim in its table. */
const COLUMNS_BEFORE = 30;

export function renderCampaign(report: CampaignReport, { colour, columns }: Terminal): string {
  const paint = paints(colour);
  const head = `${paint.bold(`${report.seeds} histories`)}, ${report.releases} releases, ${report.virtualHours.toFixed(1)} h of virtual time in ${(report.wallMs / 1000).toFixed(1)} s`;
  const width = Math.max(CLAIM_WIDTH_MIN, columns - COLUMNS_BEFORE);
  const laws = Object.entries(report.invariants).map(([id, { checked, violated }]) => [
    `  ${id}`,
    `${checked}`,
    violated === 0 ? paint.green('held') : paint.red(`${violated} broken`),
    clip(invariants.find((each) => each.id === id)?.claim ?? '', width),
  ]);
  return `${[
    head,
    `${paint.bold('outcomes')}\n${counts(report.outcomes)}`,
    `${paint.bold('what happened')}\n${counts(report.faults)}`,
    `${paint.bold('laws, and how often they were tested')}\n${renderTable(laws, { right: [1] }).trimEnd()}`,
    renderViolations(report, paint.red),
  ]
    .filter((part) => part !== '')
    .join('\n\n')}\n`;
}

/** Drawn over itself. */
export const renderProgress = (report: CampaignReport, seeds: number): string =>
  `\r${report.seeds} of ${seeds} histories, ${report.violations.length} violations, ${(report.wallMs / 1000).toFixed(0)} s${report.seeds === seeds ? '\n' : ''}`;

/** What it takes to break a law, from the first stroke on, and what was broken. */
export function renderStory(
  history: History,
  { invariant, at, detail }: SeedViolation,
  { colour }: Terminal,
): string {
  const paint = paints(colour);
  const lines = tell(history).map((line) => `  ${safeText(line)}`);
  return `${lines.join('\n')}\n${paint.red(invariant)} ${at.slice(11, 19)}  ${safeText(detail)}\n`;
}

const counts = (of: Readonly<Record<string, number>>): string =>
  renderTable(
    Object.entries(of)
      .sort(([, a], [, b]) => b - a)
      .map(([name, count]) => [`  ${name}`, `${count}`]),
    { right: [1] },
  ).trimEnd();

function renderViolations({ violations }: CampaignReport, red: (text: string) => string): string {
  if (violations.length === 0) return '';
  const lines = violations
    .slice(0, VIOLATIONS_SHOWN)
    .map(
      ({ seed, mix, way, invariant, at, detail }) =>
        `  ${red(invariant)} ${at.slice(11, 19)}  ${safeText(detail)}\n      spillway simulate --seed ${seed} --mix ${mix} --way ${way} --trace trace.jsonl`,
    );
  const more = violations.length - VIOLATIONS_SHOWN;
  return [...lines, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n');
}

const clip = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, width - 1)}…`;
