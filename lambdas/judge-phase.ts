// One look at the candidate: alarms and metrics against the plan. Fails the bake, completes it, or lets it go on.
import * as z from 'zod';
import { openDeployments } from '../aws/deployments.ts';
import { openDesk } from '../aws/desk.ts';
import { Failure, isNamed } from '../aws/failure.ts';
import { openMetrics, type Series } from '../aws/metrics.ts';
import { type BakeDecision, decideBake } from '../core/analysis/bake.ts';
import { judge } from '../core/analysis/judge.ts';
import type { Verdict } from '../core/analysis/verdict.ts';
import { errorNames } from '../core/contract/error-names.ts';
import { type Instant, toEpochMs, toInstant } from '../core/contract/instant.ts';
import type { SiteSlot } from '../core/contract/site.ts';
import type { PlannedPhase } from '../core/plan/plan.ts';
import type { ReleaseRecord } from '../core/release/record.ts';
import { serve } from './middleware/serve.ts';
import { alarmNames } from './support/alarm-names.ts';
import { readStage, requireOwner, type Stage } from './support/read-release.ts';

const ACTOR = 'spillway:judge';

const input = z.object({
  releaseId: z.string(),
  environment: z.string(),
  /** Null: the guard at 100 %. */
  phase: z.number().int().nonnegative().nullable(),
  verifiedAt: z.string(),
});

interface Judged {
  readonly complete: boolean;
  readonly reason: string;
}

/** Everything that was read in one look is young; older samples belong to an earlier look. */
const LOOK_BACK_MS = 24 * 3600 * 1000;
const NOTHING: Series = { samples: {}, requests: null };

const desk = openDesk();
const metrics = openMetrics();
const deployments = openDeployments();

export const handler = serve(
  input,
  async ({ releaseId, environment, phase, verifiedAt }, { now }): Promise<Judged> => {
    const stage = await readStage(desk, { releaseId, environment });
    const { deploymentId, candidateSlot } = requireOwner(stage, releaseId);
    await requireEngineAlive(stage, deploymentId);
    const slot: SiteSlot = candidateSlot === 'b' ? 'b' : 'a';
    const verdict = await look(stage, { slot, verifiedAt, now });
    const decision = decideBake({
      phase: bakeOf(stage, phase),
      noTraffic: stage.planned.noTraffic,
      verdict: verdict.verdict,
      requests: verdict.requests,
      verifiedAt,
      now: toInstant(now),
      held: stage.record.hold !== null,
      shortened: isShortened(stage.record),
    });
    await report(stage, verdict.verdict, decision, now);
    if (decision.kind === 'roll-back') throw refusal(verdict.verdict, decision.reason);
    return { complete: decision.kind === 'complete', reason: decision.reason };
  },
);

/** An operator waits no longer, or this is the last good version on its way back: it was baked when it was new. */
const isShortened = ({ shortened, trigger }: ReleaseRecord): boolean =>
  shortened !== null || trigger.kind === 'rollback';

/** The guard lasts as long as the version before is kept warm, and needs no number of requests. */
function bakeOf({ planned }: Stage, phase: number | null): BakePhase {
  const found = phase === null ? undefined : planned.phases[phase];
  if (found !== undefined) return found;
  return {
    bakeSeconds: planned.guardSeconds,
    requestsMin: 0,
    timeoutSeconds: planned.timeouts.guardSeconds,
  };
}

type BakePhase = Pick<PlannedPhase, 'bakeSeconds' | 'requestsMin' | 'timeoutSeconds'>;

async function look(
  { site, planned, place }: Stage,
  { slot, verifiedAt, now }: { slot: SiteSlot; verifiedAt: Instant; now: number },
): Promise<{ verdict: Verdict; requests: number | null }> {
  const fromMs = Math.max(toEpochMs(verifiedAt), now - LOOK_BACK_MS);
  const [series, alarms] = await Promise.all([
    metrics.series({ site, slot, fromMs, toMs: now }).catch(unknownSeries),
    metrics.alarms(alarmNames(place, planned, [slot])),
  ]);
  const { thresholds, unwatchedReason } = planned;
  const verdict = judge({
    thresholds,
    series: series.samples,
    // An alarm without data says what the samples say better: nothing.
    alarms: alarms.filter(({ state }) => state !== 'INSUFFICIENT_DATA'),
    verifiedAt,
    now: toInstant(now),
    unwatchedReason,
  });
  return { verdict, requests: series.requests };
}

/** What CloudWatch does not tell is unknown, and unknown never advances. */
function unknownSeries(error: unknown): Series {
  if (isNamed(error, 'AccessDenied', 'AccessDeniedException')) throw error;
  return NOTHING;
}

async function requireEngineAlive({ planned }: Stage, deploymentId: string): Promise<void> {
  if (planned.engine.kind === 'rolling') return;
  const { status, error } = await deployments.view(deploymentId);
  if (status !== 'Failed' && status !== 'Stopped') return;
  throw new Failure(
    errorNames.deploymentFailed,
    `deployment ${deploymentId} is ${status} ${error}`,
  );
}

async function report(
  { record, place }: Stage,
  verdict: Verdict,
  decision: BakeDecision,
  now: number,
): Promise<void> {
  const complete = decision.kind === 'complete';
  // A look that changes nothing is no news: the ledger keeps what decided.
  if (decision.kind === 'keep-baking') return;
  await desk.record({
    releaseId: record.releaseId,
    actor: ACTOR,
    now,
    bodies: [{ type: 'bake.judged', verdict, complete, environment: place.environment }],
  });
}

const refusal = (verdict: Verdict, reason: string): Failure =>
  new Failure(verdict.outcome === 'fail' ? errorNames.breach : errorNames.inconclusive, reason);
