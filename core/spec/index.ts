/** Release specs, for the rest of the house. */
export { formatClock } from './clock.ts';
export { decodeSpec } from './decode.ts';
export { formatDuration } from './duration.ts';
export { arrange, type Finding, locate } from './finding.ts';
export { checkFleet } from './fleet.ts';
export { printSpec } from './print.ts';
export { type ReadSpec, readSpec } from './read-spec.ts';
export { type Surroundings, unknownSurroundings } from './rules/rule.ts';
export type * from './spec.ts';
export { suggest } from './suggest.ts';
