/** The constructs that deploy Spillway and the services that it releases. */
export { ReleasableService, type ReleasableServiceProps } from './constructs/releasable-service.ts';
export {
  ReleaseOrchestrator,
  type ReleaseOrchestratorProps,
} from './constructs/release-orchestrator.ts';
export type { IReleaseSite, TargetGroupNames } from './constructs/release-site.ts';
export { readReleaseSpec } from './read-release-spec.ts';
