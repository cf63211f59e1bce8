// Looks at the image before anything runs it: it exists, fits the tasks, its scan is within policy, it is signed where it must be.
import * as z from 'zod';
import { openDesk } from '../aws/desk.ts';
import { Failure } from '../aws/failure.ts';
import { openImages } from '../aws/images.ts';
import { openInspections } from '../aws/inspections.ts';
import { errorNames } from '../core/contract/error-names.ts';
import { toEpochMs, toInstant } from '../core/contract/instant.ts';
import { tableKeys } from '../core/contract/table-keys.ts';
import { assessImage } from '../core/intake/assess-image.ts';
import type { Plan } from '../core/plan/plan.ts';
import type { EventBody } from '../core/release/event.ts';
import type { ReleaseRecord } from '../core/release/record.ts';
import { serve } from './middleware/serve.ts';
import { readRelease } from './support/read-release.ts';

const ACTOR = 'spillway:verify';

const input = z.object({ releaseId: z.string() });
const desk = openDesk();
const images = openImages();
const inspections = openInspections();

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
  const write = (body: EventBody) => desk.record({ releaseId, actor: ACTOR, now, bodies: [body] });
  if (record.artifact.digest === null) await write({ type: 'artifact.built', artifact });
  const { architecture, build } = plan;
  const [platforms, scan, signings] = await Promise.all([
    inspections.platforms(repository, digest),
    inspections.scan(repository, digest),
    build.signature.kind === 'none' ? [] : inspections.signings(repository, digest),
  ]);
  const facts = { platforms, scanStatus: scan.status, findings: scan.counts, signings };
  const assessment = assessImage({ ...build, architecture }, facts);
  if (assessment.kind === 'wait') {
    requirePatience(record, plan, { ...assessment, now });
    return { verified: false, reason: assessment.reason };
  }
  if (assessment.kind === 'refused') throw new Failure(errorNames.imageRefused, assessment.reason);
  await requireNotQuarantined(record.service, digest, record);
  const evidence = {
    digest,
    platforms: platforms.join(' '),
    scan: scan.status,
    ...scan.counts,
    ...(build.signature.kind === 'none' ? {} : { signedWith: build.signature.signer }),
  };
  await write({ type: 'artifact.verified', evidence });
  return { verified: true, reason: '' };
});

/** A repository that does not scan, or sign, would keep a release waiting for ever. */
function requirePatience(
  { updatedAt }: ReleaseRecord,
  { build }: Plan,
  { reason, hint, now }: { reason: string; hint: string; now: number },
): void {
  const waitedSeconds = (now - toEpochMs(updatedAt)) / 1000;
  if (waitedSeconds < build.timeoutSeconds) return;
  const message = `E315 ${reason} after ${Math.round(waitedSeconds)} s; ${hint}`;
  throw new Failure(errorNames.imageRefused, message);
}

/** What was asked for as source was pushed under its version by the build. */
async function findArtifact({ artifact }: ReleaseRecord) {
  const { digest, repository, version } = artifact;
  const found = await images.find(repository, digest === null ? { tag: version } : { digest });
  if (found === undefined) {
    throw new Failure(
      errorNames.imageRefused,
      `E313 the image ${digest ?? version} is not in ${repository}`,
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
  throw new Failure(errorNames.imageRefused, `E316 the image is quarantined: ${item['reason']}`);
}
