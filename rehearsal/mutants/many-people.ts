// Histories in which many people decide within the same milliseconds.
import type { History } from '../campaign/history.ts';
import { everybody, good, history } from './strokes.ts';

export const manyPeople = {
  'twelve people pause it at once': history(
    8,
    good(),
    // Once all their functions are warm, they decide within the same milliseconds.
    ...[2, 3, 4, 5, 6, 7].flatMap((minutes) => [
      ...everybody(`paul-${minutes}-`, 'pause', minutes),
      ...everybody(`rita-${minutes}-`, 'resume', minutes + 0.5),
    ]),
  ),
  'twelve people pause it, and twelve cut its bake short': history(
    8,
    good(),
    ...[3, 4, 5, 6, 7].flatMap((minutes) => [
      ...everybody(`paul-${minutes}-`, 'pause', minutes),
      ...everybody(`petra-${minutes}-`, 'promote', minutes),
      ...everybody(`rita-${minutes}-`, 'resume', minutes + 0.5),
    ]),
  ),
} as const satisfies Readonly<Record<string, History>>;
