/** Release specs, for the rest of the house. */
export { formatDuration, parseDuration } from './duration.ts';
export { type ReadSpec, readSpec } from './read-spec.ts';
export type * from './spec.ts';
