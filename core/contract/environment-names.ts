/** Environment variables of the Lambda functions. CDK writes them, `lambdas/` parses them, both from here. */

export const environmentNames = {
  table: 'SPILLWAY_TABLE',
  bus: 'SPILLWAY_BUS',
  releasesTopic: 'SPILLWAY_RELEASES_TOPIC_ARN',
  onCallTopic: 'SPILLWAY_ON_CALL_TOPIC_ARN',
  /** Prefix of the SSM parameters that hold the registered services and their specs. */
  registryPrefix: 'SPILLWAY_REGISTRY_PREFIX',
  releaseMachine: 'SPILLWAY_RELEASE_MACHINE_ARN',
  rollbackMachine: 'SPILLWAY_ROLLBACK_MACHINE_ARN',
  /** Priority reserved for the overlay on every production listener. */
  overlayPriority: 'SPILLWAY_OVERLAY_PRIORITY',
} as const;
