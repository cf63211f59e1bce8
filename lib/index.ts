/** The constructs that deploy Spillway and the services that it releases. */
export type { Check, Spec } from '../core/spec/spec.ts';
export type { CheckTasks } from './constructs/check-permissions.ts';
export { ReleasableService, type ReleasableServiceProps } from './constructs/releasable-service.ts';
export { ReleaseAlarms, type ReleaseAlarmsProps } from './constructs/release-alarms.ts';
export { ReleaseBuild, type ReleaseBuildProps } from './constructs/release-build.ts';
export type { HttpsProps } from './constructs/release-listeners.ts';
export {
  ReleaseOrchestrator,
  type ReleaseOrchestratorProps,
} from './constructs/release-orchestrator.ts';
export {
  type Admitted,
  type CodeDeploySiteAttributes,
  type DeploymentGroupNames,
  type IReleaseSite,
  ReleaseSite,
  type RollingSiteAttributes,
  type SiteAlarms,
  type TargetGroupNames,
  type TestListener,
} from './constructs/release-site.ts';
export { type NagReason, type NagViolation, nagReasons, unexplained } from './nag-reasons.ts';
export { readReleaseSpec } from './read-release-spec.ts';
export { OrchestratorStack, type OrchestratorStackProps } from './stacks/orchestrator-stack.ts';
