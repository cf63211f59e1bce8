/** A workload as a person reads it: how long it took, what it asked of AWS, which laws it broke. */
import type { WorkloadReport } from '../../rehearsal/workloads/play.ts';
import { paints } from './paint.ts';
import type { Terminal } from './rehearsal.ts';
import { safeText } from './safe-text.ts';
import { renderTable } from './table.ts';

const APIS_SHOWN = 12;
const VIOLATIONS_SHOWN = 20;

/** Drawn over itself. */
export const renderLook = ({ virtualMs, open }: { virtualMs: number; open: number }): string =>
  `\r${(virtualMs / 60_000).toFixed(0)} min, ${open} services are not at rest   `;

export function renderWorkload(report: WorkloadReport, { colour }: Terminal): string {
  const paint = paints(colour);
  const { seconds, apis, violations } = report;
  const median = seconds[Math.floor(seconds.length / 2)] ?? 0;
  const lines = [
    `${paint.bold(report.workload)}: ${report.services} services, ${report.releases} releases in ${report.finishedInSeconds.toFixed(0)} s; from record to end ${median.toFixed(0)} s in the middle, ${(seconds.at(-1) ?? 0).toFixed(0)} s at most; ${report.heapMegabytes} MB, ${(report.wallMs / 1000).toFixed(1)} s`,
    Object.entries(report.outcomes)
      .map(([status, count]) => `${count} ${status}`)
      .join(', '),
    renderTable(
      apis
        .slice(0, APIS_SHOWN)
        .map(({ api, calls, peakPerSecond, limit, throttled }) => [
          `  ${api}`,
          `${calls}`,
          `${peakPerSecond}/s of ${limit.perSecond}/s`,
          throttled === 0 ? '' : `${throttled} throttled`,
        ]),
      { right: [1] },
    ).trimEnd(),
    ...violations
      .slice(0, VIOLATIONS_SHOWN)
      .map(
        ({ service, invariant, detail }) =>
          `${paint.red(invariant)} ${service}: ${safeText(detail)}`,
      ),
  ];
  return `${lines.join('\n')}\n`;
}
