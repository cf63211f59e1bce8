/** Names that the state machine texts leave open (`${TableName}`) and CDK fills in. */

/** Functions by the name of their file, and the substitution under which machines call them. */
export const functionSubstitutions = {
  'admit-release': 'AdmitReleaseArn',
  'take-turn': 'TakeTurnArn',
  'verify-artifact': 'VerifyArtifactArn',
  'check-gate': 'CheckGateArn',
  'prepare-deployment': 'PrepareDeploymentArn',
  'run-check': 'RunCheckArn',
  'send-requests': 'SendRequestsArn',
  'prepare-check': 'PrepareCheckArn',
  'shift-traffic': 'ShiftTrafficArn',
  'judge-phase': 'JudgePhaseArn',
  'verify-promotion': 'VerifyPromotionArn',
  'record-step': 'RecordStepArn',
  'finish-environment': 'FinishEnvironmentArn',
  'finish-release': 'FinishReleaseArn',
  'lower-traffic': 'LowerTrafficArn',
  'decide-rollback': 'DecideRollbackArn',
  'finish-rollback': 'FinishRollbackArn',
} as const;

/** Machines by the name of their file, and the substitution under which others start them. */
export const machineSubstitutions = {
  'run-checks': 'RunChecksArn',
  'lower-traffic': 'LowerMachineArn',
  'settle-rollback': 'SettleRollbackArn',
  rollback: 'RollbackArn',
  'rescue-release': 'RescueReleaseArn',
  'walk-phases': 'WalkPhasesArn',
  'switch-traffic': 'SwitchTrafficArn',
  'guard-environment': 'GuardEnvironmentArn',
  'deploy-codedeploy': 'DeployCodeDeployArn',
  'deploy-rolling': 'DeployRollingArn',
  'visit-environment': 'VisitEnvironmentArn',
  release: 'ReleaseArn',
} as const;

export const plainSubstitutions = [
  'TableName',
  'RegistryPrefix',
  'OverlayPriority',
  'CheckClusterArn',
  'CheckSubnetIds',
] as const;

export type FunctionName = keyof typeof functionSubstitutions;
export type MachineName = keyof typeof machineSubstitutions;
export type PlainSubstitution = (typeof plainSubstitutions)[number];
