/** A verdict with its evidence: what was measured, against what, over how many samples. */
import { quantity } from '../../core/analysis/quantity.ts';
import type { Finding, Outcome, Verdict } from '../../core/analysis/verdict.ts';
import { clip } from './clip.ts';
import type { Paints } from './paint.ts';
import { type Row, renderTable } from './table.ts';

const reasonIndent = 4;

export function renderFindings(
  verdict: Verdict,
  columns: number,
  paint: Paints,
): readonly string[] {
  const alarms = verdict.findings.filter(isAlarm);
  const measured = verdict.findings.filter((finding) => !isAlarm(finding));
  const table = renderTable([head(paint), ...measured.map((finding) => row(finding, paint))], {
    right: [1, 2, 3],
  });
  const quiet = alarms.filter(({ outcome }) => outcome === 'pass').length;
  return [
    ...(measured.length === 0 ? [] : table.trimEnd().split('\n')),
    ...(alarms.length === 0 ? [] : [`  ${quiet} of ${alarms.length} alarms are OK`]),
    ...verdict.findings
      .filter(tellsMore)
      .map(({ reason, outcome }) =>
        tone(outcome, paint)(`    ${clip(reason, columns - reasonIndent)}`),
      ),
  ];
}

/** That there is no data stands in the table already. */
const tellsMore = ({ outcome, value, metric }: Finding): boolean =>
  outcome === 'fail' ||
  (outcome === 'inconclusive' && (value !== null || metric.startsWith('alarm ')));

const isAlarm = ({ metric }: Finding): boolean => metric.startsWith('alarm ');

const head = (paint: Paints): Row =>
  ['  metric', 'now', 'at most', 'samples', 'verdict'].map(paint.dim);

function row(
  { metric, value, threshold, unit, sampleCount, outcome }: Finding,
  paint: Paints,
): Row {
  return [
    `  ${metric}`,
    value === null ? 'no data' : quantity(value, unit),
    quantity(threshold, unit),
    String(sampleCount),
    tone(outcome, paint)(outcome),
  ];
}

const tone = (outcome: Outcome, paint: Paints): ((text: string) => string) =>
  ({ pass: paint.green, fail: paint.red, inconclusive: paint.yellow })[outcome];
