// Whoever ended a release may have died before it left the lane.
import type { Desk } from '../../aws/desk.ts';
import { hasEnded, inTurns, type Living, type Sweeping } from './sweeping.ts';

export async function freeLanes(sweep: Sweeping, living: readonly Living[]): Promise<number> {
  const alive = new Set(living.map(({ record }) => record.releaseId));
  const held = await sweep.desk.lanes.held();
  return inTurns(held, ({ service, releaseIds }) =>
    sweep.guarded(service, () =>
      freeLane(
        sweep.desk,
        service,
        releaseIds.filter((releaseId) => !alive.has(releaseId)),
      ),
    ),
  );
}

async function freeLane(
  desk: Desk,
  service: string,
  releaseIds: readonly string[],
): Promise<number> {
  let freed = 0;
  for (const releaseId of releaseIds) {
    if (!(await hasEnded(desk, releaseId))) continue;
    await desk.lanes.leave(service, releaseId);
    freed += 1;
  }
  return freed;
}
