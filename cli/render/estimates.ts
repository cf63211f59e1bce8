/** What a release takes: hours, transitions, dollars, and what each phase can see. */
import type { CostEstimate, CostLine } from '../../core/plan/estimate-cost.ts';
import type { DurationEstimate } from '../../core/plan/estimate-duration.ts';
import type { PhasePower } from '../../core/plan/estimate-power.ts';
import { type TransitionLine, totalTransitions } from '../../core/plan/estimate-transitions.ts';
import { formatDuration } from '../../core/spec/index.ts';
import { formatCount, formatPercent, formatUsd } from './number.ts';
import { type Paints, paints } from './paint.ts';
import { type Row, renderTable, type TableOptions } from './table.ts';

export interface Estimates {
  readonly duration: DurationEstimate;
  readonly transitions: readonly TransitionLine[];
  readonly cost: CostEstimate;
  readonly power: readonly PhasePower[];
}

export function renderEstimates(
  { duration, transitions, cost, power }: Estimates,
  colour: boolean,
): string {
  const paint = paints(colour);
  return [
    renderTimeline(duration, paint),
    renderTransitions(transitions, paint),
    renderCost(cost, paint),
    renderPower(power, paint),
  ].join('\n');
}

function section(
  title: string,
  rows: readonly Row[],
  paint: Paints,
  options: TableOptions,
): string {
  const indented = rows.map(([first = '', ...rest]) => [`  ${first}`, ...rest]);
  return `${paint.bold(title)}\n${renderTable(indented, options)}`;
}

function renderTimeline(
  { lines, expectedSeconds, deadlineSeconds }: DurationEstimate,
  paint: Paints,
): string {
  let elapsed = 0;
  const rows = lines.map(({ environment, step, seconds }) => {
    const row = [`+${formatDuration(elapsed)}`, environment ?? '', step, formatDuration(seconds)];
    elapsed += seconds;
    return row;
  });
  const total = [
    '',
    '',
    'ends, without waiting for people or windows',
    formatDuration(expectedSeconds),
  ];
  const title = `Timeline, at most ${formatDuration(deadlineSeconds)}`;
  return section(title, [...rows, total], paint, { right: [3] });
}

function renderTransitions(lines: readonly TransitionLine[], paint: Paints): string {
  const rows = lines.map(({ environment, block, count, each, transitions }) => [
    environment ?? '',
    block,
    `${formatCount(count)} x ${each}`,
    formatCount(transitions),
  ]);
  const total = ['', 'all', '', formatCount(totalTransitions(lines))];
  return section('State transitions', [...rows, total], paint, { right: [2, 3] });
}

function renderCost(cost: CostEstimate, paint: Paints): string {
  const rows = [
    ...cost.release.map(costRow),
    ['one release', '', '', formatUsd(cost.releaseUsd)],
    ['of it Spillway itself', '', '', formatUsd(cost.controlUsd)],
    ...cost.monthly.map(costRow),
    ['every month, released or not', '', '', formatUsd(cost.monthlyUsd)],
  ];
  return section('Cost', rows, paint, { right: [1, 3] });
}

function costRow({ item, quantity, unit, unitUsd, usd }: CostLine): Row {
  return [item, formatCount(quantity), `${unit} x ${formatUsd(unitUsd)}`, formatUsd(usd)];
}

function renderPower(power: readonly PhasePower[], paint: Paints): string {
  const head = [
    '',
    'weight',
    'bake',
    'requests',
    'errors from',
    'seen from',
    'a doubling needs',
  ].map(paint.dim);
  const rows = power.map((phase) => [
    phase.environment,
    `${phase.weightPercent} %`,
    formatDuration(phase.bakeSeconds),
    formatCount(Math.round(phase.candidateRequests)),
    formatPercent(phase.baseErrorRatePercent),
    phase.detectableErrorRatePercent === null
      ? 'never'
      : formatPercent(phase.detectableErrorRatePercent),
    phase.doublingSeconds === null ? 'no bake' : formatDuration(toMinutes(phase.doublingSeconds)),
  ]);
  const title = 'What each phase can see, in 80 of 100 cases';
  return section(title, [head, ...rows], paint, { right: [1, 2, 3, 4, 5, 6] });
}

/** Seconds would pretend to more than an estimate knows. */
function toMinutes(seconds: number): number {
  return seconds < 60 ? seconds : Math.ceil(seconds / 60) * 60;
}
