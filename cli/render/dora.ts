/** The four keys of delivery, for each service and for all. */
import type { DoraReport, FourKeys } from '../../core/dora/dora.ts';
import type { Spread } from '../../core/dora/spread.ts';
import { shortDuration } from './clock.ts';
import { formatPercent } from './number.ts';
import { paints } from './paint.ts';
import { type Row, renderTable } from './table.ts';

export function renderDora(report: DoraReport, colour: boolean): string {
  const paint = paints(colour);
  const head = ['', 'deploys', 'a day', 'lead time', 'p90', 'failed', 'restored in'].map(paint.dim);
  const services = Object.entries(report.services).map(([name, keys]) => row(name, keys));
  const all = services.length === 1 ? [] : [row(paint.bold('all'), report.overall)];
  const { from, to } = report.period;
  const measured = report.overall.leadTime?.count ?? 0;
  return [
    `${paint.dim(`${from.slice(0, 10)} to ${to.slice(0, 10)}`)}\n`,
    renderTable([head, ...services, ...all], { right: [1, 2, 3, 4, 5, 6] }),
    `${paint.dim(`Medians. ${report.overall.leadTimesFromCommit} of ${measured} lead times begin at the commit, the others at the push.`)}\n`,
  ].join('');
}

const row = (name: string, keys: FourKeys): Row => [
  name,
  String(keys.deployments),
  String(Math.round(keys.deploymentsPerDay * 100) / 100),
  median(keys.leadTime),
  keys.leadTime === null ? '-' : shortDuration(keys.leadTime.p90Seconds),
  keys.changeFailurePercent === null ? '-' : formatPercent(keys.changeFailurePercent),
  median(keys.timeToRestore),
];

const median = (spread: Spread | null): string =>
  spread === null ? '-' : shortDuration(spread.medianSeconds);
