// Asks the gates before an environment or a phase. The first question about an environment also takes its place.
import * as z from 'zod';
import { Failure, noneThere } from '../aws/failure.ts';
import { openImages } from '../aws/images.ts';
import { openServices } from '../aws/services.ts';
import { openTellingDesk } from '../aws/telling-desk.ts';
import { errorNames } from '../core/contract/error-names.ts';
import { addSeconds, toInstant } from '../core/contract/instant.ts';
import { tableKeys } from '../core/contract/table-keys.ts';
import {
  assessGates,
  awaitTurn,
  type GateAssessment,
  type GateFacts,
} from '../core/gates/assess-gates.ts';
import { currentEnvironment } from '../core/release/changed.ts';
import type { EventBody } from '../core/release/event.ts';
import { satisfies } from '../core/version/range.ts';
import { versionOf } from '../core/version/version-of.ts';
import { serve } from './middleware/serve.ts';
import { findServing, versionNameOf } from './support/find-serving.ts';
import { readStage, type Stage } from './support/read-release.ts';

const ACTOR = 'spillway:gate';

const input = z.object({
  releaseId: z.string(),
  environment: z.string(),
  /** Null: before the environment. */
  phase: z.number().int().nullable(),
  since: z.string(),
});

interface GateAnswer {
  readonly open: boolean;
  readonly reason: string;
  readonly waitSeconds: number;
}

const desk = openTellingDesk();
const adapters = { images: openImages(), services: openServices() };

export const handler = serve(
  input,
  async ({ releaseId, environment, phase, since }, { now }): Promise<GateAnswer> => {
    const stage = await readStage(desk, { releaseId, environment });
    if (phase === null) await enterEnvironment(stage, now);
    const gates = phase === null ? stage.planned.gates : (stage.planned.phases[phase]?.gates ?? []);
    const facts = await gateFacts(stage, { environment, phase, since, now: toInstant(now) });
    const assessment = await withTurn(stage, assessGates(gates, facts), { phase, now });
    if (assessment.kind === 'expired') {
      throw new Failure(errorNames.gateExpired, `${assessment.gate}: ${assessment.reason}`);
    }
    if (assessment.kind === 'open') {
      const evidence = { phase: phase ?? 'before' };
      await note(
        stage,
        { type: 'gate.opened', gate: assessment.passed.join(' '), evidence, environment },
        now,
      );
      return { open: true, reason: '', waitSeconds: 0 };
    }
    const { gate, reason, waitSeconds, expiresInSeconds } = assessment;
    if (stage.record.waitingFor !== gate) {
      const expiresAt = addSeconds(toInstant(now), expiresInSeconds);
      await note(stage, { type: 'gate.waiting', gate, expiresAt, environment }, now);
    }
    return { open: false, reason: `${gate}: ${reason}`, waitSeconds };
  },
);

/** The way back waits for nobody, and neither does who has users already. */
async function withTurn(
  { record, place }: Stage,
  assessment: GateAssessment,
  { phase, now }: { readonly phase: number | null; readonly now: number },
): Promise<GateAssessment> {
  const isBeginning = assessment.kind === 'open' && phase === null;
  if (!isBeginning || record.trigger.kind === 'rollback') return assessment;
  const { releaseId } = record;
  const { environment } = place;
  const turn = await desk.turns.take({ releaseId, environment, now });
  return awaitTurn(assessment, turn - now);
}

const note = (stage: Stage, body: EventBody, now: number) =>
  desk.record({ releaseId: stage.record.releaseId, actor: ACTOR, now, bodies: [body] });

async function enterEnvironment(
  { record, planned, place, state }: Stage,
  now: number,
): Promise<void> {
  const { releaseId } = record;
  if ('environment' in record && record.environment === place.environment) return;
  // Who took the place and could not write it down finds it taken, by itself.
  if (state.moving?.releaseId !== releaseId) await occupy({ record, planned, place });
  const body = { type: 'environment.entered', environment: place.environment } as const;
  const entered = await desk.record({ releaseId, actor: ACTOR, now, bodies: [body] });
  if (currentEnvironment(entered.record) === place.environment) return;
  // Ended by somebody else while its execution went on, or never begun: it must not deploy anything.
  await desk.environments.vacate(place, releaseId);
  const why = entered.refusals.join('; ');
  throw new Failure(errorNames.aborted, `${releaseId} may not enter ${place.environment}: ${why}`);
}

async function occupy({
  record,
  planned,
  place,
}: Pick<Stage, 'record' | 'planned' | 'place'>): Promise<void> {
  const { releaseId, epoch, artifact } = record;
  const occupied = await desk.environments.occupy(place, {
    releaseId,
    epoch,
    engine: planned.engine.kind,
    candidateDigest: artifact.digest ?? '',
    candidateTaskDefinitionArn: '',
    candidateSlot: '',
    deploymentId: '',
    returnDeploymentId: '',
    overlayRuleArn: '',
    onAlarm: alarmPolicy(record, planned),
    preparedAt: '',
    gradualSteps: planned.rollback.kind === 'gradual' ? JSON.stringify(planned.rollback.steps) : '',
  });
  if (!occupied) {
    throw new Failure(errorNames.fenced, `a newer release has taken ${place.environment}`);
  }
}

/** What serves before the way back is bad: its alarms must not stop what replaces it. */
const alarmPolicy = ({ trigger }: Stage['record'], { rollback }: Stage['planned']) =>
  trigger.kind === 'rollback' ? 'ignore' : rollback.kind === 'forbidden' ? 'page' : 'roll-back';

async function gateFacts(
  { record, plan }: Stage,
  asked: Pick<GateFacts, 'environment' | 'phase' | 'since' | 'now'>,
): Promise<GateFacts> {
  const { service } = record;
  const { environment } = asked;
  const scopes = [
    ['*', '*'],
    [service, '*'],
    ['*', environment],
    [service, environment],
  ] as const;
  const freezes = await Promise.all(
    scopes.map(([frozen, where]) => desk.table.get(tableKeys.freeze(frozen, where))),
  );
  const index = plan.environments.findIndex(({ name }) => name === environment);
  const before = plan.environments[index - 1]?.name;
  return {
    ...asked,
    hold: record.hold,
    approvals: record.approvals,
    freeze:
      freezes.flatMap((item) => (item === undefined ? [] : [String(item['reason'])]))[0] ?? null,
    promotedBeforeAt: before === undefined ? null : await promotedAt(record.releaseId, before),
    unmet: await unmetDependencies(plan, environment),
  };
}

async function promotedAt(releaseId: string, environment: string): Promise<string | null> {
  const events = await desk.ledger.events(releaseId);
  const found = events.find(
    (event) => event.type === 'environment.promoted' && event.environment === environment,
  );
  return found?.at ?? null;
}

async function unmetDependencies(
  { dependsOn }: Stage['plan'],
  environment: string,
): Promise<string[]> {
  const answers = await Promise.all(
    dependsOn.map(async ({ service, versions }) => {
      const serves = await whatServes({ service, environment });
      const version = versionOf(serves);
      if (version !== undefined && satisfies(version, versions)) return [];
      return [`${service} must serve ${versions.text}; it serves ${serves}`];
    }),
  );
  return answers.flat();
}

/** What Spillway has promoted; of what it never released, what runs. */
async function whatServes(place: Stage['place']): Promise<string> {
  const { stable } = await desk.environments.read(place);
  if (stable !== null) return stable.version;
  const site = await desk.registry.site(place).catch(noneThere);
  if (site === undefined) return 'nothing that is registered';
  const { taskDefinitionArn } = await adapters.services.view(site);
  const { image } = await findServing(adapters, site, taskDefinitionArn);
  return image === undefined ? 'an image of another repository' : versionNameOf(image);
}
