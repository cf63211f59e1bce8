// Where the images of a service are pushed.
import type { World } from './world.ts';

export function repositoryOf({ sites }: World, service: string): string {
  const site = sites.find((each) => each.service === service);
  if (site === undefined) throw new Error(`the assembly has no service ${service}`);
  return site.repositoryUri.split('/').slice(1).join('/');
}
