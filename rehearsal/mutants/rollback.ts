// Bugs on the way back: who hears that it is time, what is taken back, and whether anybody looks.
import { type Mutant, mutant } from './mutant.ts';

export const rollbackMutants: readonly Mutant[] = [
  mutant(
    'leave the rule on the listener when a version is taken back',
    'a bad version whose rule only the rollback can delete',
    'statemachines/rollback.asl.json',
    [
      `"{% $place.overlayRuleArn != '' %}", "Next": "Withdraw"`,
      `"{% $place.overlayRuleArn = 'none' %}", "Next": "Withdraw"`,
    ],
  ),
  mutant(
    'ask only once to stop a deployment',
    'a deployment that cannot be stopped',
    'lambdas/finish-rollback.ts',
    ['  if (missing?.candidateServes === false) await stopAgain(stage);\n'],
  ),
  mutant(
    'retry without bound',
    'a deployment that cannot be stopped',
    'statemachines/rollback.asl.json',
    [
      '"MaxAttempts": 10, "MaxDelaySeconds": 10, "JitterStrategy": "FULL" }],\n      "Catch": [{ "ErrorEquals": ["States.ALL"], "Next": "Settle" }]',
      '"MaxAttempts": 99999999, "MaxDelaySeconds": 1 }],\n      "Catch": [{ "ErrorEquals": ["States.ALL"], "Next": "Settle" }]',
    ],
  ),
  mutant(
    'stop deployments without going back',
    'a bad version',
    'statemachines/rollback.asl.json',
    ['"AutoRollbackEnabled": true', '"AutoRollbackEnabled": false'],
  ),
  mutant(
    'hear every alarm as one of the candidate',
    'the other alarm',
    'statemachines/rollback.asl.json',
    [
      "$place.candidateSlot != '' and $scope != $place.candidateSlot",
      "$place.candidateSlot != '' and $scope = 'none'",
    ],
  ),
  mutant(
    'take back another release when one fails',
    'a bad version whose alarm comes late, without a sweep',
    'statemachines/release.asl.json',
    [
      '"releaseId": "{% $releaseId %}",\n          "service": "{% $service %}",\n          "environment": "{% $environment %}"',
      '"releaseId": "nobody",\n          "service": "{% $service %}",\n          "environment": "{% $environment %}"',
    ],
  ),
  mutant('settle no rollback', 'a bad version', 'statemachines/settle-rollback.asl.json', [
    `"{% $decision.action = 'prove' %}", "Next": "Await"`,
    `"{% $decision.action = 'prove' %}", "Next": "Nothing"`,
  ]),
  mutant(
    'call a rollback complete without looking',
    'a deployment that cannot be stopped',
    'lambdas/finish-rollback.ts',
    [
      '  const missing = await whatIsMissing(stage);',
      '  const missing = undefined as Awaited<ReturnType<typeof whatIsMissing>>;',
    ],
  ),
  mutant(
    'keep the lane after a rollback',
    'a bad version without a sweep',
    'lambdas/finish-rollback.ts',
    [
      '(place, record.releaseId);\n  await desk.lanes.leave(place.service, record.releaseId);\n',
      '(place, record.releaseId);\n',
    ],
  ),
  mutant(
    'look again without waiting',
    'tasks that find no room to go back to',
    'statemachines/settle-rollback.asl.json',
    [
      '"Comment": "Tasks drain, stop and start.",\n      "Type": "Wait",\n      "Seconds": 15',
      '"Comment": "Tasks drain, stop and start.",\n      "Type": "Wait",\n      "Seconds": 0',
    ],
  ),
  mutant(
    'do not look for dead releases',
    'a dead release that nobody hears of',
    'lambdas/sweep/rescue-releases.ts',
    [
      '  if (!overdue && (await executions.isRunning(executionArn))) return 0;\n',
      '  if (executionArn !== "") return 0;\n',
    ],
  ),
  mutant(
    'look at no alarm that nobody heard',
    'a version under guard whose rollback dies as it begins',
    'lambdas/sweep/hear-alarms.ts',
    ['() => rollBackFor(sweep, alarm, record)', 'async () => (rollBackFor === undefined ? 1 : 0)'],
  ),
  mutant(
    'watch no dead executions',
    'a dead release without a sweep',
    'lib/constructs/release-rules.ts',
    ["status: ['FAILED', 'TIMED_OUT', 'ABORTED'],", "status: ['NEVER'],"],
  ),
  mutant(
    'hear no alarm',
    'a version that goes bad under guard, without a sweep',
    'lib/constructs/release-rules.ts',
    ["state: { value: ['ALARM'] }", "state: { value: ['NEVER'] }"],
  ),
  mutant(
    'start where there is no way back',
    'the image to go back to is gone',
    'core/preflight/assess-preflight.ts',
    [
      "    ...(stable.imageExists ? [] : ['the image that serves is no longer in the repository']),\n",
    ],
  ),
  mutant(
    'take a rollback under way for an end',
    'a good version after a bad one',
    'core/release/transitions.ts',
    [
      'return transitions[status].length === 0;',
      "return transitions[status].length === 0 || status === 'ROLLING_BACK';",
    ],
  ),
  mutant(
    'lower to another weight than the ledger says',
    'a version that goes bad at half of the users, back in steps',
    'lambdas/lower-traffic.ts',
    ['`down:', '`down:1'],
  ),
  mutant(
    'hold for ever what has no users and no way back',
    'nothing to go back to but what still runs',
    'core/rollback/decide.ts',
    ["if (engine !== 'rolling' && weightPercent === 0) return true;\n"],
  ),
  mutant(
    'forget which deployment leads back',
    'an alarm in the moment in which the version before is let go',
    'lambdas/decide-rollback.ts',
    [
      'await desk.environments.note(place, record.releaseId, { returnDeploymentId });',
      'await desk.environments.note(place, record.releaseId, { deploymentId: returnDeploymentId, returnDeploymentId });',
    ],
  ),
  mutant(
    'wait for a person for ever',
    'tasks that are replaced one by one and turn bad when nothing is left to go back to',
    'core/rollback/decide.ts',
    ['isWhole && (overdue || ', 'isWhole && ('],
  ),
  mutant(
    'lower what has risen since it was read',
    'an abort during a rise, back in steps',
    'lambdas/decide-rollback.ts',
    ['asked.trafficIsGone ? {} : { onlyAfter: stage.record.sequence }', '{}'],
  ),
  mutant(
    'lower what the load balancer has not followed',
    'an abort just after a rise, back in steps',
    'core/rollback/decide.ts',
    ['const COOLS_SECONDS = 60;', 'const COOLS_SECONDS = 0.1;'],
  ),
  mutant(
    'take the way back for the release where the store does not answer',
    'an alarm while the way back waits for the store',
    'statemachines/rollback.asl.json',
    [
      "$place.overlayRuleArn = '' ? ['Baking'] : ['Ready', 'Baking']",
      "$place.overlayRuleArn = '' ? ['Ready', 'Baking'] : ['Ready', 'Baking']",
    ],
  ),
];
