// Asking for the lane: a release moves, waits, or learns that a newer one has taken its place.
import type { Desk } from '../../aws/desk.ts';
import type { ReleaseRecord } from '../../core/release/record.ts';
import { isTerminal } from '../../core/release/transitions.ts';

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
    case 'moves':
      await tell({ type: 'release.started', epoch: entry.epoch });
      return { outcome: 'moving', reason: `epoch ${entry.epoch}` };
    case 'waits':
      return { outcome: 'waiting', reason: `behind ${entry.behind}` };
    case 'superseded':
      await tell({ type: 'release.superseded', byReleaseId: entry.byReleaseId });
      return { outcome: 'ended', reason: `superseded by ${entry.byReleaseId}` };
  }
}
