// Promoted here: the candidate is what serves from now on, and scaling goes on.
import type { Desk } from '../../aws/desk.ts';
import type { Scaling } from '../../aws/scaling.ts';
import { tryToLetScale } from './let-scale.ts';
import type { Stage } from './read-release.ts';

/** Nothing where the release has left already. */
export async function leaveEnvironment(
  hands: { readonly desk: Desk; readonly scaling: Scaling },
  stage: Stage,
): Promise<void> {
  const { record, state, place } = stage;
  const { releaseId, artifact } = record;
  const { moving } = state;
  if (moving?.releaseId !== releaseId) return;
  await hands.desk.environments.vacate(place, releaseId, {
    releaseId,
    digest: moving.candidateDigest,
    version: artifact.version,
    taskDefinitionArn: moving.candidateTaskDefinitionArn,
  });
  await tryToLetScale(hands, stage);
}
