// Asking for the lane: a release moves, waits, or learns that a newer one has taken its place.
import type { Desk } from '../../aws/desk.ts';
import type { ReleaseRecord } from '../../core/release/record.ts';
import { isTerminal } from '../../core/release/transitions.ts';
import { isTagOlder } from '../../core/version/version-of.ts';

export interface Turn {
  readonly outcome: 'moving' | 'waiting' | 'ended';
  readonly reason: string;
}

const ACTOR = 'spillway:lane';

export async function takeTurn(desk: Desk, record: ReleaseRecord, now: number): Promise<Turn> {
  const { releaseId, service, intake } = record;
  if (isTerminal(record.status)) return { outcome: 'ended', reason: record.status };
  const entry = await desk.lanes.enter(service, { releaseId, intake });
  const tell = (body: Parameters<Desk['record']>[0]['bodies'][number]) =>
    desk.record({ releaseId, actor: ACTOR, now, bodies: [body] });
  switch (entry.kind) {
    case 'moves': {
      const newer = await promotedMeanwhile(desk, record);
      if (newer !== undefined) {
        await desk.lanes.leave(service, releaseId);
        await tell({ type: 'release.superseded', byReleaseId: newer });
        return { outcome: 'ended', reason: `superseded by ${newer}` };
      }
      await tell({ type: 'release.started', epoch: entry.epoch });
      return { outcome: 'moving', reason: `epoch ${entry.epoch}` };
    }
    case 'waits':
      return { outcome: 'waiting', reason: `behind ${entry.behind}` };
    case 'superseded':
      await tell({ type: 'release.superseded', byReleaseId: entry.byReleaseId });
      return { outcome: 'ended', reason: `superseded by ${entry.byReleaseId}` };
  }
}

/** The event of a push may be late: what came in behind a newer version must not follow it. Who goes back does so on purpose. */
async function promotedMeanwhile(
  desk: Desk,
  { releaseId, service, artifact, trigger }: ReleaseRecord,
): Promise<string | undefined> {
  if (trigger.kind === 'rollback') return undefined;
  const { environments } = await desk.plans.read(releaseId);
  const environment = environments.at(-1)?.name ?? '';
  const { stable } = await desk.environments.read({ service, environment });
  if (stable === null || !isTagOlder(artifact.version, stable.version)) return undefined;
  return stable.releaseId;
}
