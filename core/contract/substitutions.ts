/** Names that the state machine texts leave open (`${TableName}`) and CDK fills in. */

export const substitutionNames = [
  'TableName',
  'BusName',
  'ReleasesTopicArn',
  'OnCallTopicArn',
  'OverlayPriority',
  'AdmitReleaseArn',
  'BuildArtifactArn',
  'CheckGateArn',
  'PrepareDeploymentArn',
  'RunCheckArn',
  'ReadWeightsArn',
  'JudgePhaseArn',
  'RecordEventArn',
  'VerifyPromotionArn',
  'DecideRollbackArn',
  'TellPeopleArn',
  'DeployCodeDeployArn',
  'DeployRollingArn',
  'RollbackArn',
] as const;

export type SubstitutionName = (typeof substitutionNames)[number];
export type Substitutions = Readonly<Record<SubstitutionName, string>>;
