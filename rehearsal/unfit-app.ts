// An app that Spillway cannot rehearse: nothing in it is registered, or not the service that was asked for.
import type { World } from './world.ts';

/** What is wrong with the app, and what it could be asked instead. */
export class UnfitApp extends Error {
  override readonly name = 'UnfitApp';
}

/** Before anything is pushed: whoever asks for what is not there wants to know at once. */
export function requireService(world: World, service: string): void {
  const services = requireServices(world);
  if (services.includes(service)) return;
  throw new UnfitApp(`this app has no service "${service}"; it has ${services.join(', ')}`);
}

export function requireServices({ sites }: World): readonly string[] {
  if (sites.length > 0) return [...new Set(sites.map(({ service }) => service))].sort();
  throw new UnfitApp(
    'no service of this app is registered with Spillway, so that there is nothing to release; docs/adopt-a-service.md tells how to register one, and "spillway twin --app DIR" runs any app',
  );
}
