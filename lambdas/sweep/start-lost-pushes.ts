// ECR's events are sent with best effort: what was pushed and never seen is started here.
import { setting } from '../../aws/settings.ts';
import { tableKeys } from '../../core/contract/table-keys.ts';
import { matchesTagPattern } from '../../core/version/tag.ts';
import { inTurns, type Sweeping } from './sweeping.ts';
import { tidyPlace } from './tidy-place.ts';

/** An execution that was just started may not have written its record yet, or an event may still be on its way. */
const PUSH_GRACE_MS = 3 * 60_000;
/** Older images are history, not lost pushes. */
const PUSH_AGE_MS_MAX = 24 * 3600_000;
const IMAGES_PER_REPOSITORY = 5;

/** Places are tidied along the way: who looks at a service has read where it runs. */
export async function startLostPushes(sweep: Sweeping): Promise<number> {
  const services = await sweep.desk.registry.services();
  return inTurns(services, (service) => sweep.guarded(service, () => sweepService(sweep, service)));
}

async function sweepService(sweep: Sweeping, service: string): Promise<number> {
  const { desk, executions, images, now } = sweep;
  const spec = await desk.registry.spec(service);
  await Promise.all(
    spec.environments.map(({ name }) => tidyPlace(sweep, { service, environment: name })),
  );
  const newest = await images.newest(spec.repository, IMAGES_PER_REPOSITORY);
  const lane = await desk.lanes.read(service);
  const lost = newest.filter(({ pushedAtMs }) => {
    const ageMs = now - pushedAtMs;
    return ageMs > PUSH_GRACE_MS && ageMs < PUSH_AGE_MS_MAX;
  });
  let started = 0;
  for (const image of lost) {
    const tag = image.tags.find((each) =>
      spec.trigger.tagPatterns.some((pattern) => matchesTagPattern(each, pattern)),
    );
    if (tag === undefined) continue;
    if ((await desk.table.get(tableKeys.seen(service, image.digest))) !== undefined) continue;
    // What was there before the first release is what CloudFormation started.
    if (lane.intake === 0 && image !== newest[0]) continue;
    const fresh = await executions.start({
      machineArn: setting('releaseMachine'),
      name: `push-${service}-${image.digest.slice(7, 27)}`,
      input: {
        service,
        digest: image.digest,
        reconciled: true,
        actor: 'spillway:sweep',
        reason: `the event of the push of ${tag} never came`,
      },
    });
    if (fresh) started += 1;
  }
  return started;
}
