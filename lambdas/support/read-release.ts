// What most functions begin with: the record, the plan and the place of the release that they were called about.
import type { Desk } from '../../aws/desk.ts';
import type { EnvironmentState } from '../../aws/environments.ts';
import { Failure } from '../../aws/failure.ts';
import type { StoredRecord } from '../../aws/ledger.ts';
import { plannedEnvironment } from '../../aws/plans.ts';
import { errorNames } from '../../core/contract/error-names.ts';
import type { Site } from '../../core/contract/site.ts';
import type { Plan, PlannedEnvironment } from '../../core/plan/plan.ts';
import type { ReleaseRecord } from '../../core/release/record.ts';

export async function readRelease({ ledger }: Desk, releaseId: string): Promise<StoredRecord> {
  const stored = await ledger.read(releaseId);
  if (stored === undefined)
    throw new Failure(errorNames.notFound, `there is no release ${releaseId}`);
  return stored;
}

export interface Stage {
  readonly record: ReleaseRecord;
  readonly plan: Plan;
  readonly planned: PlannedEnvironment;
  readonly site: Site;
  readonly state: EnvironmentState;
  readonly place: { readonly service: string; readonly environment: string };
}

/** A release in an environment, with everything that is known about it there. */
export async function readStage(
  desk: Desk,
  { releaseId, environment }: { releaseId: string; environment: string },
): Promise<Stage> {
  const [{ record }, plan] = await Promise.all([
    readRelease(desk, releaseId),
    desk.plans.read(releaseId),
  ]);
  const place = { service: record.service, environment };
  const [site, state] = await Promise.all([
    desk.registry.site(place),
    desk.environments.read(place),
  ]);
  return { record, plan, planned: plannedEnvironment(plan, environment), site, state, place };
}

/** Refuses to act for a release that has lost the place to another. */
export function requireOwner({ state }: Stage, releaseId: string) {
  if (state.moving?.releaseId === releaseId) return state.moving;
  throw new Failure(
    errorNames.fenced,
    `${releaseId} does not own this environment; ${state.moving?.releaseId ?? 'nobody'} does`,
  );
}
