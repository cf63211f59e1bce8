/** Every bound that Spillway keeps, with the AWS quota that it honours. */
const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

export const limits = {
  /** A spec travels in the state of an execution: 262,144 bytes in Step Functions, 400 KB in a DynamoDB item. */
  specBytesMax: 64 * 1024,
  /** Systems Manager: what the registry keeps of a spec, as JSON, is one advanced parameter of 8 KB. */
  registryBytesMax: 8 * 1024,
  /** Values after aliases are unfolded; a 64 KB file without aliases cannot hold more. */
  specNodesMax: 20_000,
  specDepthMax: 20,
  /** More would not be read by anybody. */
  problemsMax: 200,

  /** Step Functions: execution names have 80 characters; the rest is version, environment and a unique end. */
  serviceNameLengthMax: 40,
  environmentNameLengthMax: 20,
  checkNameLengthMax: 40,
  /** CodeBuild project names: 2 to 150 characters; Lambda function names: 64, ECS families: 255. */
  resourceNameLengthMax: 150,
  /** AWS Signer: 2 to 64 characters. */
  profileNameLengthMax: 64,
  /** ECR: repository names have 2 to 256 characters. */
  repositoryNameLengthMax: 256,
  /** ECR: a tag has at most 128 characters. */
  tagLengthMax: 128,
  /** CloudWatch: an alarm name has 1 to 255 characters. */
  alarmNameLengthMax: 255,
  /** In the state of an execution, beside everything else that is asked for. */
  overriddenAlarmsMax: 20,
  emailLengthMax: 254,
  ownerLengthMax: 64,
  /** An SNS message has 262,144 bytes, and a chat message far fewer characters. */
  notesBytesMax: 1024,
  /** AWS: 50 tags on a resource, keys of 128 and values of 256 characters. */
  labelsMax: 50,
  labelKeyLengthMax: 128,
  labelValueLengthMax: 256,
  reasonLengthMax: 256,
  /** An operator's decision: ids, a digest and a reason. Lambda itself would take 6 MB. */
  decisionBytesMax: 16 * 1024,

  environmentsMax: 10,
  /** One rule is modified per phase; with bakes this keeps an execution far below 25,000 history events. */
  phasesMax: 20,
  checksMax: 20,
  gatesMax: 5,
  dependenciesMax: 50,
  notifyTargetsMax: 20,
  tagPatternsMax: 10,
  /** CodeDeploy: 10 alarms in a deployment group. */
  alarmsPerDeploymentGroup: 10,
  gradualStepsMax: 10,

  /** CodeDeploy: 120 hours at most between revision and traffic shift on ECS. */
  bakeSecondsMax: 120 * hour,
  /** CodeDeploy: a deployment waits at READY for 2,880 minutes at most, so a whole canary fits in that. */
  canarySecondsMax: 2880 * minute,
  /** CodeDeploy: the replaced tasks are kept for 2,880 minutes at most. */
  keepWarmSecondsMax: 2880 * minute,
  /** CodeBuild: a build may run for 480 minutes by default quota, 2,160 at most. */
  checkSecondsMax: 8 * hour,
  /** Step Functions: a task waits for one year; an approval that took a week is not one. */
  approvalSecondsMax: 7 * day,
  soakSecondsMax: 14 * day,
  /** Step Functions: a Standard execution lives for one year. */
  maxDurationSecondsMax: 30 * day,
  /** How long a guard that is over waits for tasks: CodeDeploy lets the version before go half an hour after its time. */
  tasksMissingSecondsMax: 20 * minute,
  /** The users' promise: a gradual rollback ends within five minutes. */
  gradualRollbackSecondsMax: 5 * minute,

  requestsMinMax: 100_000_000,
  latencyMsMax: 60_000,
  /** ELBv2: an unhealthy threshold of 2 to 10 consecutive checks. */
  failedHealthChecksMax: 10,

  /** CloudWatch: ALB and ECS publish once a minute. */
  alarmPeriodSeconds: minute,
  /** How many datapoints in a row must breach. */
  alarmDatapoints: 3,
  /** Until a datapoint can be read; measured p50 75 s. */
  metricDelaySeconds: 90,

  /**
   * Between the beginnings of two deployments. ELBv2 and ECS refuse an account that asks more than some forty
   * times a second, whoever asks; a deployment asks a dozen times as it begins, and CodeDeploy asks on its behalf.
   */
  turnGapMs: 1000,

  /** Enough between two looks to judge 5 % of errors, and no load to speak of. */
  syntheticRequestsPerSecond: 2,
  /** A function has a minute. */
  syntheticSeconds: 45,
} as const;

/** The shortest time in which an alarm can see a breach: shorter bakes see nothing. */
export const detectionSecondsMin =
  limits.alarmPeriodSeconds * limits.alarmDatapoints + limits.metricDelaySeconds;
