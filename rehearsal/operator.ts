// A person at the door: decides through the operate function's URL, in a name of their own, about what the ledger says.
import type { Decision, ReleaseAction } from '../core/contract/decision.ts';
import { sightOf } from '../core/operate/staleness.ts';
import type { ReleaseRecord } from '../core/release/record.ts';
import type { Caller } from '../twin/host/caller.ts';
import { readLedger } from './ledger.ts';
import type { World } from './world.ts';

export interface Answer {
  readonly status: number;
  readonly message: string;
}

/** Sessions of such a role belong to one person each: whoever pushes is somebody else. */
const ROLE = 'AWSReservedSSO_Releases_0123456789abcdef';

/** The answer is written into the trace, for whoever wants to know what a person was told. */
export async function decide(world: World, person: string, decision: Decision): Promise<Answer> {
  const { twin, region, operateUrl } = world;
  const askedAt = twin.clock.now();
  const answered = twin.peer('lambda', region).requestUrl({
    host: new URL(operateUrl).host,
    method: 'POST',
    path: '/',
    query: {},
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(decision),
    caller: callerOf(twin.account, person),
    signed: true,
  });
  if (answered === undefined) throw new Error(`no function answers at ${operateUrl}`);
  const { statusCode, body } = await answered;
  const answer = { status: statusCode, message: String(JSON.parse(body).message ?? body) };
  twin.trace.add('decision', { person, askedAt, ...decision, ...answer });
  return answer;
}

/** About the release of the service that moves now, or moved last, as it is at this moment; who resumes means the one that is held. */
export async function decideOnRelease(
  world: World,
  service: string,
  { person, action, reason }: { person: string; action: ReleaseAction; reason: string },
): Promise<Answer> {
  const records = (await readLedger(world, service)).map(({ record }) => record);
  const held = action === 'resume' ? records.find(isHeld) : undefined;
  const record = held ?? records.find(isMoving) ?? records.at(-1);
  if (record === undefined) throw new Error(`${service} has no release to decide about`);
  return decide(world, person, { kind: 'release', action, looked: sightOf(record), reason });
}

const isMoving = (record: ReleaseRecord): boolean =>
  'environment' in record && !('endedAt' in record);

const isHeld = (record: ReleaseRecord): boolean => record.hold !== null && !('endedAt' in record);

const callerOf = (account: string, person: string): Caller => ({
  kind: 'account',
  account,
  arn: `arn:aws:sts::${account}:assumed-role/${ROLE}/${person}`,
});
