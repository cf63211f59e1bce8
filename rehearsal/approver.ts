// Somebody who says yes to what waits: each approval that a gate asks for, a minute after it was asked.
import type { World } from './world.ts';

const THINKING_MS = 60_000;

/** Speaks through the front door, as an operator does. */
export function approveWhatWaits(world: World): void {
  void world;
  void THINKING_MS;
}
