// Does what a ruling orders: into the ledger and awake, back by the rollback machine, or released again.
import type { Desk } from '../../aws/desk.ts';
import type { Place } from '../../aws/environments.ts';
import type { Executions } from '../../aws/executions.ts';
import { isNamed } from '../../aws/failure.ts';
import { setting } from '../../aws/settings.ts';
import { errorNames } from '../../core/contract/error-names.ts';
import { limits } from '../../core/limits.ts';
import { shortName } from '../../core/operate/identity.ts';
import {
  type Entry,
  type ReleaseAgain,
  type Ruling,
  refuse,
  type TakeBack,
} from '../../core/operate/ruling.ts';
import { currentEnvironment } from '../../core/release/changed.ts';
import type { ReleaseRecord } from '../../core/release/record.ts';
import { done, type HttpAnswer, refused } from './http-answer.ts';

/** Step Functions: names have 80 characters at most. The end of ours tells them apart. */
const NAME_LENGTH_MAX = 80;

export interface Decided {
  readonly identity: string;
  readonly reason: string;
  readonly now: number;
  readonly requestId: string;
}

export interface Hands {
  readonly desk: Desk;
  readonly executions: Executions;
}

export function carryOut(
  hands: Hands,
  record: ReleaseRecord,
  ruling: Ruling,
  decided: Decided,
): Promise<HttpAnswer> | HttpAnswer {
  switch (ruling.kind) {
    case 'refused':
      return refused(ruling);
    case 'already':
      return done('already', `${record.releaseId}: ${ruling.message}`);
    case 'entry':
      return enter(hands, record, ruling, decided);
    case 'take-back':
      return takeBack(hands, record, ruling, decided);
  }
}

/** The ledger takes it behind the event that was seen last, or not at all. */
async function enter(
  hands: Hands,
  record: ReleaseRecord,
  { event, message }: Entry,
  { identity, now }: Decided,
): Promise<HttpAnswer> {
  const { releaseId, sequence } = record;
  try {
    const { refusals } = await hands.desk.record({
      releaseId,
      actor: identity,
      now,
      bodies: [event],
      onlyAfter: sequence,
    });
    if (refusals.length > 0) return refused(refuse(refusals.join('; ')));
  } catch (error) {
    if (!isNamed(error, errorNames.stale)) throw error;
    const message = `release ${releaseId} changed while you decided; look again, then decide again`;
    return refused(refuse(message, { code: 'E401' }));
  }
  await wake(hands, record);
  return done('done', `${releaseId}: ${message}`);
}

/** What is not woken looks by itself within its interval: a lost wake-up is no failure. */
export async function wake({ desk, executions }: Hands, record: ReleaseRecord): Promise<void> {
  const environment = currentEnvironment(record);
  if (environment === undefined) return;
  const state = await desk.environments.read({ service: record.service, environment });
  if (state.taskToken === '' || state.moving?.releaseId !== record.releaseId) return;
  await executions.wake(state.taskToken, {}).catch(() => false);
}

async function takeBack(
  { executions }: Hands,
  { releaseId, service, sequence }: ReleaseRecord,
  { environment, message }: TakeBack,
  { identity, reason }: Decided,
): Promise<HttpAnswer> {
  const fresh = await executions.start({
    machineArn: setting('rollbackMachine'),
    name: `${releaseId}-op${sequence}`.slice(-NAME_LENGTH_MAX),
    input: { releaseId, service, environment, cause: 'operator', actor: identity, reason },
  });
  return done(fresh ? 'done' : 'already', `${releaseId} ${message}`);
}

export async function releaseAgain(
  { desk, executions }: Hands,
  { service, environment }: Place,
  { digest, rollbackOf, message }: ReleaseAgain,
  { identity, reason }: Decided,
): Promise<HttpAnswer> {
  // Until something moves, a second wish is the same wish.
  const { epoch } = await desk.lanes.read(service);
  const fresh = await executions.start({
    machineArn: setting('releaseMachine'),
    name: `${rollbackOf}-back${epoch}`.slice(-NAME_LENGTH_MAX),
    input: {
      service,
      environment,
      digest,
      rollbackOf,
      actor: identity,
      reason: `${shortName(identity)}: ${reason}`.slice(0, limits.reasonLengthMax),
    },
  });
  return done(fresh ? 'done' : 'already', `${service}: ${message}`);
}
