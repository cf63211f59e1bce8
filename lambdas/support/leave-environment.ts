// Promoted here: the candidate is what serves from now on, and scaling goes on.
import type { Desk } from '../../aws/desk.ts';
import type { Scaling } from '../../aws/scaling.ts';
import type { Stage } from './read-release.ts';

/** Nothing where the release has left already. */
export async function leaveEnvironment(
  { desk, scaling }: { readonly desk: Desk; readonly scaling: Scaling },
  { record, site, state, place }: Stage,
): Promise<void> {
  const { releaseId, artifact } = record;
  const { moving } = state;
  if (moving?.releaseId !== releaseId) return;
  await scaling.release(site);
  await desk.environments.vacate(place, releaseId, {
    releaseId,
    digest: moving.candidateDigest,
    version: artifact.version,
    taskDefinitionArn: moving.candidateTaskDefinitionArn,
  });
}
