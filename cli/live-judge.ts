/** What the judge would say now, from the same metrics and by the same rules. It decides nothing here. */
import type { Environments } from '../aws/environments.ts';
import { openMetrics } from '../aws/metrics.ts';
import type { Registry } from '../aws/registry.ts';
import { judge } from '../core/analysis/judge.ts';
import { judgedBeside } from '../core/analysis/set-aside.ts';
import type { Verdict } from '../core/analysis/verdict.ts';
import { toEpochMs } from '../core/contract/instant.ts';
import { overriddenAlarms } from '../core/release/overridden-alarms.ts';
import type { Remote } from './remote.ts';

interface Sources {
  readonly environments: Environments;
  readonly registry: Registry;
}

/** Metrics come once a minute: to ask more often than this costs, and shows nothing new. */
const FRESH_MS = 20_000;

export function openLiveJudge({ environments, registry }: Sources): Remote['verdict'] {
  const metrics = openMetrics();
  let last: { readonly key: string; readonly atMs: number; readonly verdict: Verdict } | undefined;
  return async ({ record, plan }, now) => {
    if (record.status !== 'BAKING' && record.status !== 'GUARDING') return null;
    const nowMs = toEpochMs(now);
    const key = `${record.releaseId} ${record.verifiedAt}`;
    if (last?.key === key && nowMs - last.atMs < FRESH_MS) return last.verdict;
    const { environment, verifiedAt, service } = record;
    const planned = plan?.environments.find(({ name }) => name === environment);
    const place = { service, environment };
    const { moving } = await environments.read(place);
    if (planned === undefined || moving === null) return null;
    const { unwatchedReason } = planned;
    const names = overriddenAlarms(record.trigger);
    const thresholds = judgedBeside(planned.thresholds, { ...place, names });
    const slot = moving.candidateSlot === 'b' ? 'b' : 'a';
    try {
      const site = await registry.site(place);
      const { samples } = await metrics.series({
        site,
        slot,
        metrics: thresholds.map(({ metric }) => metric),
        fromMs: toEpochMs(verifiedAt),
        toMs: nowMs,
      });
      const verdict = judge({
        thresholds,
        series: samples,
        alarms: [],
        verifiedAt,
        now,
        unwatchedReason,
      });
      last = { key, atMs: nowMs, verdict };
      return verdict;
    } catch {
      // A look that fails must not end the watching; the ledger tells what was decided.
      return null;
    }
  };
}
