// Why cdk-nag's findings about Spillway's constructs are as they are. A finding without a reason here fails a test.

export interface NagReason {
  /** `AwsSolutions-IAM5[Resource::*]` begins with it. */
  readonly rule: string;
  /** What is found, in the brackets behind the rule; every finding where absent. */
  readonly finding?: RegExp;
  /** Paths of constructs. */
  readonly where: RegExp;
  readonly reason: string;
}

/** What cdk-nag reports: a rule, and the constructs that it is about. */
export interface NagViolation {
  readonly ruleName: string;
  readonly violatingResources: readonly { readonly constructPath?: string }[];
}

export const nagReasons: readonly NagReason[] = [
  {
    rule: 'AwsSolutions-IAM5',
    finding: /^Resource::\*$/,
    where: /\/Functions\//,
    reason:
      "Reads for which AWS evaluates no resource (listeners, target health, task definitions, metrics, composite alarms), actions for which IAM's reference lists none or only lately (registering task definitions, stopping and continuing deployments), what Application Auto Scaling tries on alarms of no name with its caller's rights, traces, and the network interfaces of a function in a network.",
  },
  {
    rule: 'AwsSolutions-IAM5',
    finding: /^Resource::\*$/,
    where: /\/Machines\//,
    reason:
      "Delivery of logs and traces, which Step Functions asks for everywhere, reading listener rules, for which AWS evaluates no resource, and stopping and continuing deployments, for which IAM's reference lists none.",
  },
  {
    rule: 'AwsSolutions-IAM5',
    finding: /:parameter\/[\w-]+\/\*$/,
    where: /\/(Functions|Machines)\//,
    reason: 'The registry: parameters below one prefix that hold names and specs, and no secrets.',
  },
  {
    rule: 'AwsSolutions-IAM5',
    finding: /Table\w+\.Arn>\/index\/\*$/,
    where: /\/(Functions|Machines)\//,
    reason: 'The indexes of the one table.',
  },
  {
    rule: 'AwsSolutions-IAM5',
    finding: /:execution:.+:\*$/,
    where: /\/(Functions|Machines)\//,
    reason: 'Executions of one machine: their names are made when they start.',
  },
  {
    rule: 'AwsSolutions-IAM5',
    finding: /:deploymentconfig:(CodeDeployDefault\.|Spillway-)\*$/,
    where: /\/(Functions|Machines)\//,
    reason: "CodeDeploy's configurations, its own and those of plans; only read.",
  },
  {
    rule: 'AwsSolutions-IAM5',
    finding: /:scalable-target\/\*$/,
    where: /\/(Functions|Machines)\//,
    reason:
      'Ids of scalable targets are drawn when they are made; conditions hold the grant to desired counts of ECS services.',
  },
  {
    rule: 'AwsSolutions-IAM5',
    finding: /:task-definition\/[\w-]+:\*$/,
    where: /\/(Functions|Machines)\//,
    reason: 'Revisions of one family: a release tags the next one.',
  },
  {
    rule: 'AwsSolutions-IAM5',
    finding: /:task\/\*$/,
    where: /\/Machines\/run-checks\//,
    reason: 'Ids of tasks are drawn when they start; the families that may be started are named.',
  },
  {
    rule: 'AwsSolutions-IAM5',
    finding: /:listener-rule\/.+\/\*$/,
    where: /\/(Functions|Machines)\//,
    reason:
      'Rules of one load balancer: the overlay gets its id when it is made. A condition on its tag would turn "not found" into "access denied" when a rollback is repeated.',
  },
  {
    rule: 'AwsSolutions-IAM5',
    finding: /sweepreleases\w+\.Arn>:\*$/,
    where: /\/SchedulerRole/,
    reason: 'CDK lets the schedule call every version of the one function.',
  },
  {
    rule: 'AwsSolutions-SQS3',
    where: /\/DeadLetters\//,
    reason: 'These are the dead-letter queues.',
  },
  {
    rule: 'AwsSolutions-IAM5',
    finding: /^Resource::\*$/,
    where: /\/ExecutionRole\/|\/Project\/Role\//,
    reason: 'Logging in to ECR is for the whole registry.',
  },
  {
    rule: 'AwsSolutions-IAM5',
    finding: /log-group:\/aws\/codebuild\//,
    where: /./,
    reason: "CodeBuild's log group of one project, which CDK grants whether it is used or not.",
  },
  {
    rule: 'AwsSolutions-IAM4',
    finding: /AWSCodeDeployRoleForECS$/,
    where: /\/DeploymentGroup\/ServiceRole\//,
    reason:
      "CDK attaches it and AWS keeps it in step with what CodeDeploy calls on a service's behalf; a list of our own would break deployments when that changes.",
  },
  {
    rule: 'AwsSolutions-IAM4',
    finding: /AWSLambdaBasicExecutionRole$/,
    where: /\/Checks\//,
    reason: 'A function of the example that stands for a check of a team.',
  },
  {
    rule: 'AwsSolutions-CB4',
    where: /./,
    reason: 'Builds leave no artifacts in S3: images go to ECR, which encrypts them.',
  },
  {
    rule: 'AwsSolutions-EC23',
    where: /\/LoadBalancer\/SecurityGroup\//,
    reason: 'The production listener is for the public; the test listener is not.',
  },
  {
    rule: 'AwsSolutions-ELB2',
    where: /\/LoadBalancer\//,
    reason:
      'Access logs need a bucket in a region that is known at synthesis; `loadBalancer.logAccessLogs()` is there for whoever wants them.',
  },
  {
    rule: 'AwsSolutions-VPC7',
    where: /\/Network\//,
    reason: 'The network of the example; a real one is brought along.',
  },
];

/** Findings for which nothing is written down, as `rule path`. */
export function unexplained(violations: readonly NagViolation[]): readonly string[] {
  return violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources
      .map(({ constructPath = '' }) => constructPath)
      .filter((path) => !nagReasons.some((reason) => explains(reason, ruleName, path)))
      .map((path) => `${ruleName} ${path}`),
  );
}

export function explains(
  { rule, finding, where }: NagReason,
  ruleName: string,
  path: string,
): boolean {
  const [, name = '', found = ''] = /^([^[]+)(?:\[(.*)\])?$/s.exec(ruleName) ?? [];
  return name === rule && where.test(path) && (finding === undefined || finding.test(found));
}
