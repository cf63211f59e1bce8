// Every state that the page can show, by the address that shows it; and a world that moves on.
import type { FakeWorld } from '../console/fake-world.ts';
import { bakes, production, type Told, tell } from '../console/stories.ts';

export const baking = 'auth-service-v1-3-0-1f09ac';
export const release = (service: string, version: string) =>
  `/releases/${service}-${version.replaceAll('.', '-')}-1f09ac`;

export const views: Readonly<Record<string, string>> = {
  'the overview': '/',
  history: '/history',
  'a service that is frozen': '/services/payment-service',
  'a canary that bakes': `/releases/${baking}`,
  'a breach, going back': release('catalog-service', 'v7.2.0'),
  'an approval that is wanted': release('user-service', 'v4.0.0'),
  'a release that was rolled back': release('product-service', 'v2.1.0'),
  'a release that an alarm took back': release('cart-service', 'v3.0.0'),
  'a release that was promoted': release('order-service', 'v5.0.3'),
  'a release that is held': release('shipping-service', 'v0.9.0'),
  'a release that needs a person': release('mail-service', 'v3.3.0'),
  'a release that was refused': release('search-service', 'v0.1.0'),
  'a hostile tag': '/releases/hostile-service-v9-000000',
};

export const told = (world: FakeWorld, service: string, version: string): Told => {
  const found = world.releases.find(
    ({ record }) => record.service === service && record.artifact.version === version,
  );
  if (found === undefined) throw new Error(`no story of ${service} ${version}`);
  return found;
};

/** The canary that bakes rises to half of the users. */
export const moveOn = (releases: readonly Told[]): readonly Told[] =>
  releases.map((each) => {
    if (each.record.releaseId !== baking) return each;
    const { service, artifact } = each.record;
    const steps = each.events.slice(2).map((event) => {
      const { releaseId: _, sequence: __, at, actor, ...body } = event;
      return [(Date.parse(at) - Date.parse('2027-01-11T14:00:00Z')) / 60_000, body, actor] as const;
    });
    const rise = { phase: 2, weightPercent: 50, ...production } as const;
    return tell({
      service,
      version: artifact.version,
      steps: [
        ...steps,
        ...bakes(-0.3),
        [-0.2, { type: 'weight.requested', ...rise }],
        [-0.1, { type: 'weight.verified', ...rise }],
      ],
    });
  });
