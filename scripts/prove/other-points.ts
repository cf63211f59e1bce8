/** Open points of load balancers, ECS, CloudWatch, IAM and Step Functions. */
import { UNPROVEN as ECS } from '../../twin/services/ecs/unproven.ts';
import { UNPROVEN as ELB } from '../../twin/services/elasticloadbalancing/unproven.ts';
import { at, epochMsAt, listAt, refusalOf, textAt } from './aws-cli.ts';
import { addOverlay, listenerWeights, proceed, startAndAwaitReady, tidy } from './deployment.ts';
import { type Bed, type Point, until } from './point.ts';

/** Far from Spillway's own priority, and from anybody's. */
const PROBE_PRIORITY = 49_001;
const PROBE_PATH = '/spillway-proves-propagation';

const loadBalancerPoints: readonly Point[] = [
  {
    id: 'green-weight-at-shift',
    area: 'Load balancer',
    question:
      "Does CodeDeploy shift traffic when the listener's own action gives green a weight already?",
    assumed: 'no: Spillway never touches the action that CodeDeploy manages',
    evidence: 'A message of CodeDeploy compares the weight of green with 0 before the shift.',
    how: "At Ready, give green 10 % on the listener's own action, continue, and see how it ends.",
    prove: greenWeightAtShift,
  },
  {
    id: 'rule-propagation',
    area: 'Load balancer',
    question: 'How long does a changed rule take until every request follows it?',
    assumed: `a median of ${ELB.propagationMs.median} ms, ${ELB.propagationMs.p99} ms at most for 99 of 100`,
    evidence: 'AWS publishes nothing.',
    how: 'Add a rule that answers a path of its own, ask for that path ten times a second, and take it away again.',
    prove: propagation,
  },
  {
    id: 'delete-rule-twice',
    area: 'Load balancer',
    question: 'What does deleting a rule answer that is gone already?',
    assumed: 'RuleNotFoundException: a rollback that is repeated goes on after it',
    evidence: 'The API models that error for DeleteRule.',
    how: 'Delete a rule twice.',
    prove: async ({ aws, ...bed }) => {
      const ruleArn = addOverlay({ aws, ...bed });
      aws.call('elbv2', 'delete-rule', { RuleArn: ruleArn });
      return refusalOf(() => aws.call('elbv2', 'delete-rule', { RuleArn: ruleArn })) || 'accepted';
    },
  },
  {
    id: 'unproven-targets-serve',
    area: 'Load balancer',
    question:
      'Does a group get requests whose targets have not passed a check yet, and of which none has failed?',
    assumed: ELB.unprovenTargetsServe ? 'yes' : 'no',
    evidence: 'The guide describes failing open when all targets are unhealthy, not this.',
    how: 'Register a target with a check that cannot answer for a minute, and send requests meanwhile.',
  },
];

const ecsPoints: readonly Point[] = [
  {
    id: 'exit-after-start-trips-circuit-breaker',
    area: 'ECS',
    question: 'Does a task that ran and then exits by itself count as a failure of its deployment?',
    assumed: ECS.exitAfterStartTripsCircuitBreaker
      ? 'yes'
      : 'no: the judge has to see a crash loop',
    evidence: 'The reference names only tasks that do not start or that fail a health check.',
    how: 'Roll out an image that exits after a minute, and read the state of the rollout.',
  },
  {
    id: 'rolling-bake-by-default',
    area: 'ECS',
    question: 'How long does a rolling deployment watch its alarms after it is steady?',
    assumed: `${ECS.rollingBakeMinutesByDefault} minutes: Spillway's own guard watches`,
    evidence: 'AWS derives it from the alarms, and does not say how.',
    how: 'Roll out with an alarm and no bake time; measure from the steady state to COMPLETED.',
  },
  {
    id: 'missing-capacity-trips-circuit-breaker',
    area: 'ECS',
    question: 'Does a start for which there is no capacity count as a failed task?',
    assumed: ECS.missingCapacityTripsCircuitBreaker ? 'yes' : 'no',
    evidence: 'The reference does not mention capacity.',
    how: 'Roll out more tasks than the Fargate quota allows.',
  },
];

const cloudWatchPoints: readonly Point[] = [
  {
    id: 'metric-lag',
    area: 'CloudWatch',
    question: 'How long after a minute has ended can its load balancer metrics be read?',
    assumed: '90 s at most; a median of 75 s',
    evidence: 'Measurements of others; AWS promises nothing.',
    how: 'Send a request, and ask for the RequestCount of its minute every five seconds.',
    prove: metricLag,
  },
  {
    id: 'alarm-to-execution',
    area: 'CloudWatch',
    question: 'How long after an alarm changes does the rollback machine start?',
    assumed: 'about a second',
    evidence: 'EventBridge usually delivers within a second; AWS promises delivery, not its time.',
    how: 'Set an alarm of a service in which nothing moves to ALARM, and compare its time with the start of the execution.',
    prove: alarmToExecution,
  },
];

const accessPoints: readonly Point[] = [
  {
    id: 'deployment-resources',
    area: 'IAM',
    question:
      'Would StopDeployment, ContinueDeployment and GetDeploymentTarget accept a deployment group as resource?',
    assumed: 'no: roles say `*`, which works either way',
    evidence:
      'The guide of CodeDeploy says yes; the reference of IAM lists no resource for these actions.',
    how: "Name the group in the policies of Spillway's roles; after a release and a rollback, look in CloudTrail for calls that were denied.",
    prove: async ({ aws }) =>
      denied(aws, ['StopDeployment', 'ContinueDeployment', 'GetDeploymentTarget']),
  },
  {
    id: 'error-name-of-delete-rule',
    area: 'Step Functions',
    question:
      'Is the name of an error of `aws-sdk:elasticloadbalancingv2` `ElasticLoadBalancingV2.RuleNotFoundException`?',
    assumed: 'yes: the rollback machine catches that name',
    evidence: 'Step Functions documents the pattern, not each name.',
    how: "Run the state Withdraw of the rollback machine with TestState, the machine's role and the ARN of a rule that is gone.",
  },
  {
    id: 'task-definition-resources',
    area: 'IAM',
    question:
      'On which resources does AWS look for the rights to register a task definition and to tag it?',
    assumed:
      'on `*` for the one; on the family, with or without `:*` behind it, for the other: roles name both',
    evidence:
      'The reference of IAM lists task definitions for RegisterTaskDefinition by now; recorded refusals name `*`, and one to tag names the family alone.',
    how: "After a release, look in CloudTrail for registrations by Spillway's roles that were denied.",
    prove: async ({ aws }) => denied(aws, ['RegisterTaskDefinition']),
  },
  {
    id: 'scaling-tries-rights-on-service',
    area: 'IAM',
    question:
      'On which resources does Application Auto Scaling try whether its caller may describe and update the service, and keep alarms?',
    assumed:
      'on the service that is scaled, and on alarms of no name: roles name the service and `*`',
    evidence:
      'The guide describes calls with invalid parameters about the resource that is registered; its example policies say `*` for everything.',
    how: "After a release of a service that scales, look in CloudTrail for calls of RegisterScalableTarget by Spillway's roles that were refused.",
    prove: async ({ aws }) => denied(aws, ['RegisterScalableTarget']),
  },
];

export const otherPoints: readonly Point[] = [
  ...loadBalancerPoints,
  ...ecsPoints,
  ...cloudWatchPoints,
  ...accessPoints,
];

async function greenWeightAtShift(bed: Bed): Promise<string> {
  const { aws, site } = bed;
  const ListenerArn = site.productionListenerArn;
  const answer = aws.call('elbv2', 'describe-listeners', { ListenerArns: [ListenerArn] });
  const before = at(answer, 'Listeners', 0, 'DefaultActions');
  const blueIsA = listenerWeights(bed).includes('a=100');
  const id = await startAndAwaitReady(bed);
  try {
    const TargetGroups = [
      { TargetGroupArn: site.targetGroups.a.arn, Weight: blueIsA ? 90 : 10 },
      { TargetGroupArn: site.targetGroups.b.arn, Weight: blueIsA ? 10 : 90 },
    ];
    const DefaultActions = [{ Type: 'forward', ForwardConfig: { TargetGroups } }];
    aws.call('elbv2', 'modify-listener', { ListenerArn, DefaultActions });
    proceed(bed, id);
    return await until(bed, { what: 'an end or a shift', minutes: 15 }, () => {
      const info = at(aws.call('deploy', 'get-deployment', { deploymentId: id }), 'deploymentInfo');
      const status = textAt(info, 'status');
      const weights = listenerWeights(bed);
      if (weights.includes('=100') && weights.includes('=0')) return `shifted: ${weights}`;
      if (status !== 'Failed' && status !== 'Stopped') return undefined;
      return `${status}: ${textAt(info, 'errorInformation', 'message')}`;
    });
  } finally {
    await tidy(bed, id);
    aws.call('elbv2', 'modify-listener', { ListenerArn, DefaultActions: before });
  }
}

async function propagation(bed: Bed): Promise<string> {
  const { aws, site } = bed;
  const url = new URL(PROBE_PATH, site.testUrl);
  url.port = '80';
  const ask = async () => (await fetch(url)).status === 299;
  const created = aws.call('elbv2', 'create-rule', {
    ListenerArn: site.productionListenerArn,
    Priority: PROBE_PRIORITY,
    Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: [PROBE_PATH] } }],
    Actions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '299' } }],
  });
  const appearedMs = await settled(bed, ask, true);
  aws.call('elbv2', 'delete-rule', { RuleArn: textAt(created, 'Rules', 0, 'RuleArn') });
  const goneMs = await settled(bed, ask, false);
  return `everywhere after ${appearedMs} ms, gone after ${goneMs} ms`;
}

/** Until the last answer that was not the wanted one, seen over ten seconds of agreement. */
async function settled(bed: Bed, ask: () => Promise<boolean>, wanted: boolean): Promise<number> {
  const beganMs = bed.nowMs();
  let lastWrongMs = beganMs;
  while (bed.nowMs() - lastWrongMs < 10_000 && bed.nowMs() - beganMs < 300_000) {
    if ((await ask()) !== wanted) lastWrongMs = bed.nowMs();
    await bed.sleep(0.1);
  }
  return lastWrongMs - beganMs;
}

async function metricLag(bed: Bed): Promise<string> {
  const { aws, site } = bed;
  await fetch(new URL('/', site.testUrl.replace(/:\d+$/, ''))).catch(() => undefined);
  const minuteMs = Math.floor(bed.nowMs() / 60_000) * 60_000;
  const StartTime = new Date(minuteMs).toISOString();
  const EndTime = new Date(minuteMs + 60_000).toISOString();
  const Dimensions = [{ Name: 'LoadBalancer', Value: site.loadBalancerMetricName }];
  const Metric = { Namespace: 'AWS/ApplicationELB', MetricName: 'RequestCount', Dimensions };
  await until(bed, { what: 'the metric', minutes: 10 }, () => {
    const answer = aws.call('cloudwatch', 'get-metric-data', {
      StartTime,
      EndTime,
      MetricDataQueries: [{ Id: 'requests', MetricStat: { Metric, Period: 60, Stat: 'Sum' } }],
    });
    return listAt(answer, 'MetricDataResults', 0, 'Values').length > 0 ? true : undefined;
  });
  return `readable ${Math.round((bed.nowMs() - minuteMs - 60_000) / 1000)} s after the end of its minute`;
}

async function alarmToExecution(bed: Bed): Promise<string> {
  const { aws, site } = bed;
  const AlarmName = `spillway/${site.service}/${site.environment}/a/error-rate`;
  const machines = listAt(aws.call('stepfunctions', 'list-state-machines', {}), 'stateMachines');
  const rollback = machines.find((machine) => textAt(machine, 'name') === 'spillway-rollback');
  const stateMachineArn = textAt(rollback, 'stateMachineArn');
  const newest = () =>
    at(
      aws.call('stepfunctions', 'list-executions', { stateMachineArn, maxResults: 1 }),
      'executions',
      0,
    );
  const before = textAt(newest(), 'executionArn');
  const StateReason = 'spillway proves an open point';
  aws.call('cloudwatch', 'set-alarm-state', { AlarmName, StateValue: 'ALARM', StateReason });
  const setMs = bed.nowMs();
  const started = await until(bed, { what: 'an execution', minutes: 5, everySeconds: 1 }, () => {
    const execution = newest();
    return textAt(execution, 'executionArn') === before ? undefined : execution;
  });
  aws.call('cloudwatch', 'set-alarm-state', { AlarmName, StateValue: 'OK', StateReason });
  return `started ${Math.round(epochMsAt(started, 'startDate') - setMs)} ms after the call that set the alarm`;
}

function denied(aws: Bed['aws'], names: readonly string[]): string {
  const found = names.map((name) => {
    const answer = aws.call('cloudtrail', 'lookup-events', {
      LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: name }],
      MaxResults: 50,
    });
    const events = listAt(answer, 'Events').map((event) => textAt(event, 'CloudTrailEvent'));
    const refused = events.filter((event) =>
      /AccessDenied|missing the following permissions/.test(event),
    );
    return `${name}: ${events.length} calls, ${refused.length} denied`;
  });
  return found.join('; ');
}
