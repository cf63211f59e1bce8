// What CodeDeploy does where nobody has proved it on a real account: one switch per question, cautious by default.

/** How a simulated CodeDeploy answers the questions below. */
export interface CodeDeployBehaviour {
  readonly listenerCheckedAgainBeforeShift: boolean;
  readonly testListenerMustForwardToPrimary: boolean;
  readonly installPutsGreenBehindListener: boolean;
  readonly readyBeforeBeforeAllowTraffic: boolean;
  readonly readyWaitMinutesMax: number;
  readonly terminationWaitStatus: 'InProgress' | 'Baking';
  readonly alarmAtStartStatus: 'Stopped' | 'Failed';
  readonly missingAlarmStops: boolean;
  readonly rollbackBeforeGreenExists: boolean;
  readonly rollbackBeforeShiftRewritesProduction: boolean;
  readonly rollbackInfoDelayMs: number;
  readonly stopLeavesGreenRunning: boolean;
}

/** The answers that are the least comfortable for a client that could live with others. */
export const CAUTIOUS_CODEDEPLOY: CodeDeployBehaviour = {
  listenerCheckedAgainBeforeShift: true,
  testListenerMustForwardToPrimary: true,
  installPutsGreenBehindListener: true,
  readyBeforeBeforeAllowTraffic: true,
  readyWaitMinutesMax: 2880,
  terminationWaitStatus: 'InProgress',
  alarmAtStartStatus: 'Stopped',
  missingAlarmStops: true,
  rollbackBeforeGreenExists: false,
  rollbackBeforeShiftRewritesProduction: false,
  rollbackInfoDelayMs: 2000,
  stopLeavesGreenRunning: true,
};

interface OpenQuestion {
  readonly question: string;
  readonly evidence: string;
}

export const CODEDEPLOY_QUESTIONS: Readonly<Record<keyof CodeDeployBehaviour, OpenQuestion>> = {
  listenerCheckedAgainBeforeShift: {
    question:
      'Are the listeners validated once more when production traffic is about to shift, so that an overlay rule that still sends requests to green fails the deployment?',
    evidence:
      'The message says "prior to traffic shifting"; when it is evaluated is not documented.',
  },
  testListenerMustForwardToPrimary: {
    question: 'Must the test listener forward to the live target group when a deployment starts?',
    evidence:
      'The troubleshooting guide says so; one recorded run went past the check with a test listener that forwarded to green only.',
  },
  installPutsGreenBehindListener: {
    question:
      'Does CodeDeploy add green to the production rules with weight 0 before it creates the task set?',
    evidence:
      'A recorded listener reads 0/100 before its first deployment. Without it, ECS would refuse a target group that no load balancer uses, and nothing would check green.',
  },
  readyBeforeBeforeAllowTraffic: {
    question: 'Does the Ready wait come before the BeforeAllowTraffic hook?',
    evidence:
      'CDK says "after provisioning green and re-routing test traffic"; the exact place is not documented.',
  },
  readyWaitMinutesMax: {
    question: 'How long may an ECS deployment wait in Ready?',
    evidence:
      'Documented for ECS is only the 120 h from revision to traffic; 2880 min is the limit of other waits.',
  },
  terminationWaitStatus: {
    question:
      'Which status does a deployment have while it waits to terminate the original task set?',
    evidence:
      'A recorded ECS run reads InProgress with all lifecycle events Succeeded; Baking exists in the API without an explanation.',
  },
  alarmAtStartStatus: {
    question: 'How does a deployment end whose alarm is active before it starts?',
    evidence:
      'The guide says it fails at once; a recorded Lambda deployment reads Stopped with ALARM_ACTIVE after one second.',
  },
  missingAlarmStops: {
    question: 'Does an alarm that does not exist count as one whose state cannot be retrieved?',
    evidence: 'ignorePollAlarmFailure does not mention alarms that were deleted.',
  },
  rollbackBeforeGreenExists: {
    question: 'Is a rollback deployment created while there is no replacement task set yet?',
    evidence:
      'A BeforeInstall failure "does not initiate a rollback"; stops and alarms at that point are not mentioned.',
  },
  rollbackBeforeShiftRewritesProduction: {
    question:
      'Does a rollback write the production rules when the deployment had not begun to shift traffic, so that weights which somebody else gave to green are taken back?',
    evidence:
      'Nobody has reported what a stop in Ready does to rules that are not as it left them.',
  },
  rollbackInfoDelayMs: {
    question: 'How long after Stopped or Failed does rollbackInfo name the rollback deployment?',
    evidence: 'The completion poller that AWS publishes reads again until the id appears.',
  },
  stopLeavesGreenRunning: {
    question: 'Does the replacement task set keep running after an end without rollback?',
    evidence:
      'Leaked task sets ("5 deployments exist on the service") are reported; the cleaning up is not documented.',
  },
};
