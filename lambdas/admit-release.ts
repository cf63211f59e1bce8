// Decides whether what came in starts a release: writes the record, makes the plan, takes a place in the lane.
import * as z from 'zod';
import type { Desk } from '../aws/desk.ts';
import { openImages } from '../aws/images.ts';
import { openTellingDesk } from '../aws/telling-desk.ts';
import { addSeconds, toInstant } from '../core/contract/instant.ts';
import { assessIntake, type Intake } from '../core/intake/assess-intake.ts';
import { overrideProblems, overrideProblemText } from '../core/intake/override-problems.ts';
import { readTrigger } from '../core/intake/read-trigger.ts';
import { releaseIdOf } from '../core/intake/release-id.ts';
import { alarmsOfPlan } from '../core/plan/alarms-of.ts';
import { createPlan } from '../core/plan/create-plan.ts';
import type { Plan } from '../core/plan/plan.ts';
import { planWayBack } from '../core/plan/way-back.ts';
import type { EventBody } from '../core/release/event.ts';
import { serve } from './middleware/serve.ts';
import { gatherFacts } from './support/gather-facts.ts';
import { type Turn, takeTurn } from './support/take-turn.ts';

const ACTOR = 'spillway:admit';

const input = z.object({ trigger: z.unknown(), executionArn: z.string().min(1) });

/** What the machine needs to go on; ids only. */
type Admitted =
  | { readonly outcome: 'ended'; readonly releaseId: string; readonly reason: string }
  | ({ readonly releaseId: string; readonly service: string } & Turn & Course);

interface Course {
  readonly environments: readonly {
    readonly name: string;
    readonly engine: string;
    readonly timeoutSeconds: number;
  }[];
  /** Only what was asked for as source is built; an image that is there is verified. */
  readonly build: Extract<Plan['build'], { kind: 'source' }> | { readonly kind: 'verify' };
  readonly deadlineSeconds: number;
}

const desk = openTellingDesk();
const images = openImages();

export const handler = serve(
  input,
  async ({ trigger, executionArn }, { now }): Promise<Admitted> => {
    const read = readTrigger(trigger);
    if (!read.understood) return { outcome: 'ended', releaseId: '', reason: read.reason };
    const facts = await gatherFacts(desk, images, { request: read.request, executionArn });
    const intake = assessIntake(read.request, facts, toInstant(now));
    const releaseId = releaseIdOf({ ...intake, executionArn });
    if (intake.kind === 'nothing')
      return { outcome: 'ended', releaseId: '', reason: intake.reason };
    if (!(await openRelease(desk, intake, { releaseId, executionArn, now }))) {
      return { outcome: 'ended', releaseId: '', reason: 'this image already has a release' };
    }
    if (intake.kind === 'refused') return refuse(releaseId, intake, now);
    return admit(releaseId, intake, now);
  },
);

/** Called again after a lost answer, it finds its own record and goes on. */
async function openRelease(
  { ledger, lanes }: Desk,
  { service, artifact, trigger }: Exclude<Intake, { kind: 'nothing' }>,
  { releaseId, executionArn, now }: { releaseId: string; executionArn: string; now: number },
): Promise<boolean> {
  if ((await ledger.read(releaseId)) !== undefined) return true;
  const intake = await lanes.number(service);
  const event = { type: 'release.received', service, artifact, trigger, intake } as const;
  const oncePerDigest = trigger.kind === 'push';
  return ledger.open({ event, releaseId, actor: ACTOR, now, executionArn, oncePerDigest });
}

async function refuse(
  releaseId: string,
  intake: Pick<Extract<Intake, { kind: 'refused' }>, 'reason' | 'event'>,
  now: number,
): Promise<Admitted> {
  await desk.record({ releaseId, actor: ACTOR, now, bodies: [intake.event] });
  return { outcome: 'ended', releaseId, reason: intake.reason };
}

async function admit(
  releaseId: string,
  { service, spec, sites, wayBackIn, artifact, trigger }: Extract<Intake, { kind: 'accepted' }>,
  now: number,
): Promise<Admitted> {
  const context = { environments: sites };
  const result =
    wayBackIn === null ? createPlan(spec, context) : planWayBack(spec, wayBackIn, context);
  const problems = result.planned
    ? overrideProblems(trigger, alarmsOfPlan(result.plan)).map(overrideProblemText)
    : result.problems.map(({ code, message }) => `${code} ${message}`);
  if (!result.planned || problems.length > 0) {
    const reason = problems.join('; ');
    const body: EventBody = { type: 'release.rejected', reason, evidence: {} };
    return refuse(releaseId, { reason, event: body }, now);
  }
  const { plan, hash } = result;
  await desk.plans.write(releaseId, plan);
  const environments = plan.environments.map(({ name, engine, timeouts }) => ({
    name,
    engine: engine.kind,
    timeoutSeconds: timeouts.environmentSeconds,
  }));
  const { record } = await desk.record({
    releaseId,
    actor: ACTOR,
    now,
    bodies: [
      {
        type: 'release.admitted',
        planHash: hash,
        deadlineAt: addSeconds(toInstant(now), plan.deadlineSeconds),
        environments: environments.map(({ name }) => name),
      },
    ],
  });
  const turn = await takeTurn(desk, record, now);
  const { deadlineSeconds } = plan;
  const isBuilt = artifact.digest !== null || plan.build.kind === 'verify';
  const build = isBuilt ? ({ kind: 'verify' } as const) : plan.build;
  return { ...turn, releaseId, service, environments, build, deadlineSeconds };
}
