/** Open points of CodeDeploy: the twin's questions, each with the way to its answer. */
import {
  CAUTIOUS_CODEDEPLOY,
  CODEDEPLOY_QUESTIONS,
  type CodeDeployBehaviour,
} from '../../twin/services/codedeploy/unproven.ts';
import { at, listAt, refusalOf, textAt } from './aws-cli.ts';
import {
  addOverlay,
  awaitStatus,
  infoOf,
  listenerWeights,
  proceed,
  startAndAwaitReady,
  startDeployment,
  statusOf,
  stop,
  tidy,
} from './deployment.ts';
import { type Bed, type Point, until } from './point.ts';

type Way = Pick<Point, 'how' | 'prove'>;

const WAYS: Readonly<Record<keyof CodeDeployBehaviour, Way>> = {
  listenerCheckedAgainBeforeShift: {
    how: 'Bring a deployment to Ready, add a rule that forwards to both target groups, continue, and see whether it succeeds.',
    prove: (bed) =>
      withReady(bed, async (id) => {
        const ruleArn = addOverlay(bed);
        try {
          proceed(bed, id);
          return await afterShift(bed, id);
        } finally {
          bed.aws.call('elbv2', 'delete-rule', { RuleArn: ruleArn });
        }
      }),
  },
  testListenerMustForwardToPrimary: {
    how: 'Point the test listener at the idle target group, start a deployment, and read what it fails with.',
    prove: testListenerAside,
  },
  installPutsGreenBehindListener: {
    how: 'Read the weights of the production listener before a deployment and at Ready.',
    prove: async (bed) => {
      const before = listenerWeights(bed);
      return withReady(bed, async () => `before: ${before}; at Ready: ${listenerWeights(bed)}`);
    },
  },
  readyBeforeBeforeAllowTraffic: {
    how: 'Read the states of the lifecycle events at Ready.',
    prove: (bed) => withReady(bed, async (id) => lifecycle(bed, id)),
  },
  readyWaitMinutesMax: {
    how: 'Ask for a wait of 2,881 minutes and read the refusal; the group keeps what it had.',
    prove: async (bed) => longerWait(bed),
  },
  terminationWaitStatus: {
    how: 'Continue a deployment and read its status when traffic has shifted and the old task set still runs.',
    prove: (bed) =>
      withReady(bed, async (id) => {
        proceed(bed, id);
        return afterShift(bed, id);
      }),
  },
  alarmAtStartStatus: {
    how: "Give a deployment group an alarm that is active, start a deployment, read how it ends. Spillway's groups have no alarms: nothing depends on it.",
  },
  missingAlarmStops: {
    how: "Give a deployment group the name of an alarm that does not exist. Spillway's groups have no alarms: nothing depends on it.",
  },
  rollbackBeforeGreenExists: {
    how: 'Stop a deployment right after it was created, with rollback, and look whether a rollback deployment appears.',
    prove: async (bed) => {
      const id = startDeployment(bed);
      try {
        stop(bed, id, true);
        return await followRollback(bed, id);
      } finally {
        await tidy(bed, id);
      }
    },
  },
  rollbackBeforeShiftRewritesProduction: {
    how: 'At Ready, add a rule and give green a weight on the listener itself, stop with rollback, and look at both afterwards.',
    prove: stopWithForeignWeights,
  },
  rollbackInfoDelayMs: {
    how: 'Stop a deployment at Ready with rollback and measure until it names the rollback deployment.',
    prove: (bed) =>
      withReady(bed, async (id) => {
        stop(bed, id, true);
        return followRollback(bed, id);
      }),
  },
  stopLeavesGreenRunning: {
    how: 'Stop a deployment at Ready without rollback and count the task sets ten minutes later. One that stays must be deleted by hand.',
    prove: (bed) =>
      withReady(bed, async (id) => {
        stop(bed, id, false);
        await bed.sleep(600);
        return `${taskSets(bed).length} task sets: ${taskSets(bed).join(', ')}`;
      }),
  },
};

export const codeDeployPoints: readonly Point[] = (
  Object.keys(WAYS) as (keyof CodeDeployBehaviour)[]
).map((name) => ({
  id: name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
  area: 'CodeDeploy',
  ...CODEDEPLOY_QUESTIONS[name],
  assumed: String(CAUTIOUS_CODEDEPLOY[name]),
  ...WAYS[name],
}));

async function withReady(bed: Bed, look: (id: string) => Promise<string>): Promise<string> {
  const id = await startAndAwaitReady(bed);
  try {
    return await look(id);
  } finally {
    await tidy(bed, id);
  }
}

/** What a deployment is called once its traffic has shifted, or why it did not come so far. */
function afterShift(bed: Bed, id: string): Promise<string> {
  return until(bed, { what: 'the shift', minutes: 30 }, () => {
    const status = statusOf(bed, id);
    if (status === 'Failed' || status === 'Stopped') {
      return `${status}: ${textAt(infoOf(bed, id), 'errorInformation', 'message')}`;
    }
    const shifted = lifecycle(bed, id).includes('AllowTraffic Succeeded');
    return shifted ? `shifted; its status is ${status}` : undefined;
  });
}

function lifecycle({ aws, site }: Bed, deploymentId: string): string {
  const answer = aws.call('deploy', 'get-deployment-target', {
    deploymentId,
    targetId: `${site.clusterName}:${site.serviceName}`,
  });
  return listAt(answer, 'deploymentTarget', 'ecsTarget', 'lifecycleEvents')
    .map((event) => `${textAt(event, 'lifecycleEventName')} ${textAt(event, 'status')}`)
    .join(', ');
}

async function followRollback(bed: Bed, id: string): Promise<string> {
  const stoppedMs = bed.nowMs();
  const { status } = await awaitStatus(bed, id, ['Stopped', 'Failed']);
  const rollbackId = await until(bed, { what: 'a rollback', minutes: 3, everySeconds: 1 }, () => {
    const named = textAt(infoOf(bed, id), 'rollbackInfo', 'rollbackDeploymentId');
    return named === '' ? undefined : named;
  }).catch(() => undefined);
  if (rollbackId === undefined) return `${status}, and no rollback deployment within 3 minutes`;
  const namedAfterMs = bed.nowMs() - stoppedMs;
  const ending = await awaitStatus(bed, rollbackId, ['Succeeded']);
  const wholeSeconds = Math.round((bed.nowMs() - stoppedMs) / 1000);
  return `${status}; named after ${namedAfterMs} ms; rollback ${ending.status} after ${wholeSeconds} s`;
}

async function stopWithForeignWeights(bed: Bed): Promise<string> {
  const { aws, site } = bed;
  const answer = aws.call('elbv2', 'describe-listeners', {
    ListenerArns: [site.productionListenerArn],
  });
  const before = at(answer, 'Listeners', 0, 'DefaultActions');
  const id = await startAndAwaitReady(bed);
  const ruleArn = addOverlay(bed);
  try {
    const TargetGroups = [
      { TargetGroupArn: site.targetGroups.a.arn, Weight: 90 },
      { TargetGroupArn: site.targetGroups.b.arn, Weight: 10 },
    ];
    const DefaultActions = [{ Type: 'forward', ForwardConfig: { TargetGroups } }];
    aws.call('elbv2', 'modify-listener', {
      ListenerArn: site.productionListenerArn,
      DefaultActions,
    });
    stop(bed, id, true);
    const rollback = await followRollback(bed, id);
    const rule = refusalOf(() => aws.call('elbv2', 'describe-rules', { RuleArns: [ruleArn] }));
    return `${rollback}; listener: ${listenerWeights(bed)}; the rule ${rule === '' ? 'stays' : 'is gone'}`;
  } finally {
    aws.call('elbv2', 'modify-listener', {
      ListenerArn: site.productionListenerArn,
      DefaultActions: before,
    });
    await tidy(bed, id, ruleArn);
  }
}

async function testListenerAside(bed: Bed): Promise<string> {
  const { aws, site } = bed;
  const ListenerArn = site.testListenerArn;
  const answer = aws.call('elbv2', 'describe-listeners', { ListenerArns: [ListenerArn] });
  const before = at(answer, 'Listeners', 0, 'DefaultActions');
  const primary = listenerWeights(bed).startsWith('a=100') ? 'a' : 'b';
  const idle = site.targetGroups[primary === 'a' ? 'b' : 'a'].arn;
  const DefaultActions = [
    { Type: 'forward', ForwardConfig: { TargetGroups: [{ TargetGroupArn: idle, Weight: 100 }] } },
  ];
  aws.call('elbv2', 'modify-listener', { ListenerArn, DefaultActions });
  const id = startDeployment(bed);
  try {
    const { status, message } = await awaitStatus(bed, id, ['Ready']);
    return `${status} ${message}`;
  } finally {
    await tidy(bed, id);
    aws.call('elbv2', 'modify-listener', { ListenerArn, DefaultActions: before });
  }
}

function longerWait({ aws, site }: Bed): string {
  const names = {
    applicationName: site.applicationName,
    deploymentGroupName: site.deploymentGroupName,
  };
  const group = at(aws.call('deploy', 'get-deployment-group', names), 'deploymentGroupInfo');
  const blueGreen = at(group, 'blueGreenDeploymentConfiguration') as object;
  const ask = (waitTimeInMinutes: number, actionOnTimeout: string) =>
    aws.call('deploy', 'update-deployment-group', {
      applicationName: site.applicationName,
      currentDeploymentGroupName: site.deploymentGroupName,
      blueGreenDeploymentConfiguration: {
        ...blueGreen,
        deploymentReadyOption: { actionOnTimeout, waitTimeInMinutes },
      },
    });
  const before = at(blueGreen, 'deploymentReadyOption');
  const refusal = refusalOf(() => ask(2881, 'STOP_DEPLOYMENT'));
  ask(Number(at(before, 'waitTimeInMinutes') ?? 0), textAt(before, 'actionOnTimeout'));
  return refusal === '' ? '2,881 minutes are accepted' : refusal;
}

const taskSets = ({ aws, site }: Bed): readonly string[] =>
  listAt(
    aws.call('ecs', 'describe-services', {
      cluster: site.clusterName,
      services: [site.serviceName],
    }),
    'services',
    0,
    'taskSets',
  ).map((set) => `${textAt(set, 'status')} ${textAt(set, 'runningCount')}`);
