// One look at the candidate: alarms and metrics against the plan. Fails the bake, completes it, or lets it go on.
import * as z from 'zod';
import { openDeployments } from '../aws/deployments.ts';
import { openExecutions } from '../aws/executions.ts';
import { Failure, isNamed } from '../aws/failure.ts';
import { openLoadBalancer } from '../aws/load-balancer.ts';
import { openMetrics, type Series } from '../aws/metrics.ts';
import { openServices } from '../aws/services.ts';
import { openTellingDesk } from '../aws/telling-desk.ts';
import { decideBake } from '../core/analysis/bake.ts';
import type { GuardDecision } from '../core/analysis/guard-end.ts';
import { judge } from '../core/analysis/judge.ts';
import { thresholdsToRead } from '../core/analysis/look.ts';
import { judgedBeside, setAside } from '../core/analysis/set-aside.ts';
import type { Verdict } from '../core/analysis/verdict.ts';
import { errorNames } from '../core/contract/error-names.ts';
import { type Instant, toEpochMs, toInstant } from '../core/contract/instant.ts';
import type { SiteSlot } from '../core/contract/site.ts';
import { alarmsOf } from '../core/plan/alarms-of.ts';
import type { PlannedPhase } from '../core/plan/plan.ts';
import { isPersonTold } from '../core/release/hold.ts';
import { overriddenAlarms } from '../core/release/overridden-alarms.ts';
import { serve } from './middleware/serve.ts';
import { readStage, requireOwner, type Stage } from './support/read-release.ts';
import { unlessTasksMiss } from './support/unless-tasks-miss.ts';

const ACTOR = 'spillway:judge';

const input = z.object({
  releaseId: z.string(),
  environment: z.string(),
  /** Null: the guard at 100 %. */
  phase: z.number().int().nonnegative().nullable(),
  verifiedAt: z.string(),
  /** Of the bake that waits for this look; a look without one is answered at once. */
  taskToken: z.string().optional(),
});

interface Judged {
  readonly complete: boolean;
  readonly reason: string;
  /** Why requests are to be sent until the next look; empty: none are. */
  readonly synthesise: string;
}

/** Everything that was read in one look is young; older samples belong to an earlier look. */
const LOOK_BACK_MS = 24 * 3600 * 1000;
const NOTHING: Series = { samples: {}, requests: null };

const desk = openTellingDesk();
const metrics = openMetrics();
const deployments = openDeployments();
const executions = openExecutions();
const fleet = { loadBalancer: openLoadBalancer(), services: openServices() };

/** With a token only what ends the wait is told: until then an alarm or an operator may end it. */
export const handler = serve(input, async (asked, { now }): Promise<Judged> => {
  const { taskToken } = asked;
  const stage = await readStage(desk, asked);
  if (taskToken === undefined) return judgePhase(stage, asked, now);
  await holdToken(stage, taskToken);
  const judged = await judgePhase(stage, asked, now);
  if (judged.complete || judged.synthesise !== '') await executions.wake(taskToken, judged);
  return judged;
});

async function holdToken({ place, record }: Stage, taskToken: string): Promise<void> {
  if (await desk.environments.wait(place, record.releaseId, taskToken)) return;
  const { service, environment } = place;
  throw new Failure(
    errorNames.fenced,
    `${record.releaseId} does not own ${service} in ${environment}`,
  );
}

async function judgePhase(
  stage: Stage,
  { releaseId, phase, verifiedAt }: z.infer<typeof input>,
  now: number,
): Promise<Judged> {
  const { deploymentId, candidateSlot } = requireOwner(stage, releaseId);
  const slot: SiteSlot = candidateSlot === 'b' ? 'b' : 'a';
  const bake = bakeOf(stage, phase);
  const verdict = await look(stage, { slot, verifiedAt, now, bake });
  await requireEngineAlive(stage, deploymentId, verdict.verdict);
  const decided = decideBake({
    phase: bake,
    noTraffic: stage.planned.noTraffic,
    verdict: verdict.verdict,
    requests: verdict.requests,
    verifiedAt,
    now: toInstant(now),
    held: stage.record.hold !== null,
    shortened: stage.record.shortened !== null,
  });
  const isLast = decided.kind === 'complete' && phase === null;
  const decision = isLast
    ? await unlessTasksMiss(fleet, { stage, slot, verifiedAt, now, decided })
    : decided;
  await report(stage, verdict.verdict, decision, now);
  if (isAgainst(decision)) {
    if (stage.planned.rollback.kind !== 'forbidden') throw refusal(verdict.verdict, decision);
    await holdForPerson(stage, decision.reason, now);
  }
  return {
    complete: decision.kind === 'complete',
    reason: decision.reason,
    synthesise: decision.kind === 'keep-baking' ? decision.synthesise : '',
  };
}

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

/** The version before could not live with what this one leaves behind: told once, decided by a person. */
async function holdForPerson({ record }: Stage, reason: string, now: number): Promise<void> {
  if (isPersonTold(record)) return;
  const why = `${reason}; the version before cannot follow this one`;
  await desk.record({
    releaseId: record.releaseId,
    actor: ACTOR,
    now,
    bodies: [{ type: 'release.held', reason: why, needsPerson: true }],
  });
}

interface Looked {
  readonly slot: SiteSlot;
  readonly verifiedAt: Instant;
  readonly now: number;
  readonly bake: BakePhase;
}

async function look(
  { site, planned, place, record, state }: Stage,
  { slot, verifiedAt, now, bake }: Looked,
): Promise<{ verdict: Verdict; requests: number | null }> {
  const names = overriddenAlarms(record.trigger);
  const preparedAt = state.moving?.preparedAt ?? '';
  const readings = await metrics.alarms(alarmsOf(place, planned, [slot]));
  const alarms = setAside(readings, { names, preparedAt });
  const { judgeIntervalSeconds, unwatchedReason } = planned;
  const moment = { verifiedAt, now: toInstant(now) };
  const thresholds = thresholdsToRead({
    ...moment,
    thresholds: judgedBeside(planned.thresholds, { ...place, names }),
    alarms,
    judgeIntervalSeconds,
    bakeSeconds: bake.bakeSeconds,
    shortened: record.shortened !== null,
  });
  const read = thresholds.map(({ metric }) => metric);
  const fromMs = Math.max(toEpochMs(verifiedAt), now - LOOK_BACK_MS);
  const span = { fromMs, toMs: now };
  const series = await metrics.series({ site, slot, metrics: read, ...span }).catch(unknownSeries);
  const verdict = judge({
    ...moment,
    thresholds,
    series: series.samples,
    // An alarm without data says what the samples say better: nothing.
    alarms: alarms.filter(({ state }) => state !== 'INSUFFICIENT_DATA'),
    unwatchedReason,
  });
  return { verdict, requests: series.requests };
}

/** What CloudWatch does not tell is unknown, and unknown never advances. */
function unknownSeries(error: unknown): Series {
  if (isNamed(error, 'AccessDenied', 'AccessDeniedException')) throw error;
  return NOTHING;
}

/** Whoever has stopped it may have heard of a breach, and died before that was told: then it is one. */
async function requireEngineAlive(
  { planned }: Stage,
  deploymentId: string,
  { outcome }: Verdict,
): Promise<void> {
  if (planned.engine.kind === 'rolling') return;
  if (outcome === 'fail' && planned.rollback.kind !== 'forbidden') return;
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
  decision: GuardDecision,
  now: number,
): Promise<void> {
  const complete = decision.kind === 'complete';
  // A look that changes nothing is no news: the ledger keeps what decided.
  if (decision.kind === 'keep-baking' || (isAgainst(decision) && isPersonTold(record))) return;
  await desk.record({
    releaseId: record.releaseId,
    actor: ACTOR,
    now,
    bodies: [{ type: 'bake.judged', verdict, complete, environment: place.environment }],
  });
}

type Against = Extract<GuardDecision, { readonly kind: 'roll-back' | 'tasks-missing' }>;

const isAgainst = (decision: GuardDecision): decision is Against =>
  decision.kind === 'roll-back' || decision.kind === 'tasks-missing';

function refusal({ outcome }: Verdict, { kind, reason }: Against): Failure {
  if (kind === 'tasks-missing') return new Failure(errorNames.tasksMissing, reason);
  return new Failure(outcome === 'fail' ? errorNames.breach : errorNames.inconclusive, reason);
}
