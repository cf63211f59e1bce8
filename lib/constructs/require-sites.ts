// A service has a site for each of its environments, or is not added at all.
import type { Spec } from '../../core/spec/spec.ts';
import type { IReleaseSite } from './release-site.ts';

export function requireSites(
  { service, environments }: Spec,
  sites: Readonly<Record<string, IReleaseSite>>,
): void {
  const missing = environments.filter(({ name }) => sites[name] === undefined);
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name).join(', ');
  throw new Error(`${service} has no site for ${names}; it has ${Object.keys(sites).join(', ')}`);
}
