// Looks at the image before anything runs it: it exists, its scan is within policy, it is signed where it must be.
import * as z from 'zod';
import { openDesk } from '../aws/desk.ts';
import { Failure } from '../aws/failure.ts';
import { openImages } from '../aws/images.ts';
import { errorNames } from '../core/contract/error-names.ts';
import { toEpochMs, toInstant } from '../core/contract/instant.ts';
import { tableKeys } from '../core/contract/table-keys.ts';
import { assessImage } from '../core/intake/assess-image.ts';
import type { Plan } from '../core/plan/plan.ts';
import type { ReleaseRecord } from '../core/release/record.ts';
import { serve } from './middleware/serve.ts';
import { readRelease } from './support/read-release.ts';

const ACTOR = 'spillway:verify';

const input = z.object({ releaseId: z.string() });
const desk = openDesk();
const images = openImages();

interface Verification {
  readonly verified: boolean;
  readonly reason: string;
}

export const handler = serve(input, async ({ releaseId }, { now }): Promise<Verification> => {
  const [{ record }, plan] = await Promise.all([
    readRelease(desk, releaseId),
    desk.plans.read(releaseId),
  ]);
  const artifact = await findArtifact(record);
  const { digest, repository } = artifact;
  const [scan, signed] = await Promise.all([
    images.scan(repository, digest),
    plan.build.signature.kind === 'none' ? true : images.isSigned(repository, digest),
  ]);
  const facts = { scanStatus: scan.status, findings: scan.counts, signed };
  const assessment = assessImage(plan.build, facts);
  if (assessment.kind === 'wait') {
    requirePatience(record, plan, { reason: assessment.reason, now });
    return { verified: false, reason: assessment.reason };
  }
  if (assessment.kind === 'refused') throw new Failure(errorNames.imageRefused, assessment.reason);
  await requireNotQuarantined(record.service, digest, record);
  const evidence = { digest, scan: scan.status, ...scan.counts, signed };
  const built =
    record.artifact.digest === null ? [{ type: 'artifact.built', artifact } as const] : [];
  await desk.record({
    releaseId,
    actor: ACTOR,
    now,
    bodies: [...built, { type: 'artifact.verified', evidence }],
  });
  return { verified: true, reason: '' };
});

/** A repository that does not scan would keep a release waiting for ever. */
function requirePatience(
  { updatedAt }: ReleaseRecord,
  { build }: Plan,
  { reason, now }: { reason: string; now: number },
): void {
  const waitedSeconds = (now - toEpochMs(updatedAt)) / 1000;
  if (waitedSeconds < build.timeoutSeconds) return;
  const message = `${reason} after ${Math.round(waitedSeconds)} s; does the repository scan on push?`;
  throw new Failure(errorNames.imageRefused, message);
}

/** What was asked for as source was pushed under its version by the build. */
async function findArtifact({ artifact }: ReleaseRecord) {
  const { digest, repository, version } = artifact;
  const found = await images.find(repository, digest === null ? { tag: version } : { digest });
  if (found === undefined) {
    throw new Failure(
      errorNames.imageRefused,
      `the image ${digest ?? version} is not in ${repository}`,
    );
  }
  const committedAt = artifact.committedAt ?? toInstant(found.pushedAtMs);
  return { ...artifact, digest: found.digest, committedAt };
}

async function requireNotQuarantined(
  service: string,
  digest: string,
  { trigger }: ReleaseRecord,
): Promise<void> {
  if (trigger.kind === 'operator') return;
  const item = await desk.table.get(tableKeys.quarantine(service, digest));
  if (item === undefined) return;
  throw new Failure(errorNames.imageRefused, `the image is quarantined: ${item['reason']}`);
}
