// Scaling goes on where nothing moves any more.
import type { Desk } from '../../aws/desk.ts';
import type { Place } from '../../aws/environments.ts';
import type { Scaling } from '../../aws/scaling.ts';
import type { Site } from '../../core/contract/site.ts';

interface Hands {
  readonly desk: Desk;
  readonly scaling: Scaling;
}

interface Where {
  readonly place: Place;
  readonly site: Site;
}

/** Nothing where scaling is not held, or where it is held for a release that came since and will let it go itself. */
export async function letScale({ desk, scaling }: Hands, { place, site }: Where): Promise<void> {
  if (site.scalableResourceId === '') return;
  const { moving, scalingHeldFor } = await desk.environments.read(place);
  if (moving !== null || scalingHeldFor === '') return;
  await scaling.release(site);
  await desk.environments.letScale(place, scalingHeldFor);
}

/** After an end, which waits for nobody's scaling: what fails here the sweep does, and says so where it cannot either. */
export const tryToLetScale = (hands: Hands, where: Where): Promise<void> =>
  letScale(hands, where).catch(() => undefined);
