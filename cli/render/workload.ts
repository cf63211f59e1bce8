/** A workload as a person reads it: how long it took, what it asked of AWS, which laws it broke. */
import type { WorkloadReport } from '../../rehearsal/workloads/report.ts';
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
  const { seconds, apis, violations, invariants } = report;
  const judged = Object.values(invariants).reduce((sum, { checked }) => sum + checked, 0);
  const at = (share: number) => (seconds[Math.floor(share * (seconds.length - 1))] ?? 0).toFixed(0);
  const lines = [
    `${paint.bold(report.workload)}: ${many(report.services, 'service')}, ${many(report.releases, 'release')} in ${report.finishedInSeconds.toFixed(0)} s; one that is alone takes ${report.unloadedSeconds.toFixed(0)} s`,
    `from record to end ${at(0.5)} s in the middle, ${at(1)} s at most; ${report.longestGapSeconds.toFixed(0)} s without a promotion at most; ${report.memoryMegabytes} MB, ${(report.wallMs / 1000).toFixed(1)} s`,
    `laws were put to the test ${judged} times and broken ${many(violations.length, 'time')}`,
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
        ({ service, environment, invariant, detail }) =>
          `${paint.red(invariant)} ${service} in ${environment}: ${safeText(detail)}`,
      ),
  ];
  return `${lines.join('\n')}\n`;
}

const many = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
