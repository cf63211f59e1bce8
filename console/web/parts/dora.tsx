// The four keys of delivery, from the ledger.
import type { DoraReport, FourKeys } from '../../../core/dora/dora.ts';
import { secondsFrom, stretch } from '../words.ts';

export function FourKeysView({
  keys,
  report,
}: {
  readonly keys: FourKeys;
  readonly report: DoraReport;
}) {
  const days = Math.round(secondsFrom(report.period.from, report.period.to) / 86_400);
  const { deployments, deploymentsPerDay, leadTime, changeFailurePercent, timeToRestore } = keys;
  return (
    <dl class="keys">
      <Key
        name="Deployments"
        value={String(deployments)}
        note={`${rate(deploymentsPerDay)} in ${days} days`}
      />
      <Key
        name="Lead time"
        value={leadTime === null ? 'none yet' : stretch(leadTime.medianSeconds)}
        note={leadTime === null ? 'from commit to promoted' : `p90 ${stretch(leadTime.p90Seconds)}`}
      />
      <Key
        name="Change failures"
        value={changeFailurePercent === null ? 'none yet' : `${Math.round(changeFailurePercent)} %`}
        note={`${keys.failedChanges} of ${keys.changes} that reached users`}
      />
      <Key
        name="Time to restore"
        value={timeToRestore === null ? 'none needed' : stretch(timeToRestore.medianSeconds)}
        note={
          timeToRestore === null ? 'nothing failed' : `p90 ${stretch(timeToRestore.p90Seconds)}`
        }
      />
    </dl>
  );
}

const rate = (perDay: number): string =>
  perDay >= 1 ? `${perDay.toFixed(1)} a day` : `${(perDay * 7).toFixed(1)} a week`;

function Key({
  name,
  value,
  note,
}: {
  readonly name: string;
  readonly value: string;
  readonly note: string;
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <span class="figure">{value}</span> <small>{note}</small>
      </dd>
    </div>
  );
}
