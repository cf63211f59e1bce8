// Bugs to plant into Spillway, one at a time: a law that never catches one proves little.
import type { Hunt } from './hunts.ts';

export interface Mutant {
  readonly name: string;
  readonly file: string;
  /** Exactly once in the file. */
  readonly find: string;
  readonly replace: string;
  /** The history in which it shows. */
  readonly hunt: Hunt;
}

const mutant = (
  name: string,
  hunt: Hunt,
  file: string,
  [find, replace = '']: readonly [string, string?],
): Mutant => ({ name, hunt, file, find, replace });

export const mutants: readonly Mutant[] = [
  mutant(
    'shift without asking whether the tasks can carry it',
    'tasks that die before a rise',
    'lambdas/shift-traffic.ts',
    ['    requireCapacity(fleets, weightPercent);\n'],
  ),
  mutant(
    'shift although the record refuses',
    'a pause as the weight rises',
    'lambdas/shift-traffic.ts',
    ['    requireAccepted(requested, phase);\n'],
  ),
  mutant(
    'believe a weight without reading it back',
    'somebody edits the weight as it is written',
    'lambdas/shift-traffic.ts',
    ['    await verify(stage, fleets, weightPercent);\n'],
  ),
  mutant('write weights without naming the intent', 'a good version', 'lambdas/shift-traffic.ts', [
    "call: 'elasticloadbalancing:weights'",
    "call: 'nothing'",
  ]),
  mutant(
    'give the stable version the share of the candidate',
    'a good version',
    'core/traffic/overlay.ts',
    ['weight: split.stablePercent }', 'weight: split.candidatePercent }'],
  ),
  mutant('bake for no time', 'a good version', 'core/analysis/bake.ts', [
    'elapsedSeconds < phase.bakeSeconds && !look.shortened',
    'elapsedSeconds < 0 && !look.shortened',
  ]),
  mutant(
    'take what is unknown for good',
    'nobody comes to the candidate',
    'core/analysis/bake.ts',
    ["  if (verdict.outcome !== 'pass') return verdict.reason;\n"],
  ),
  mutant(
    'go on although the judge says no',
    'a bad version whose alarm comes late',
    'core/analysis/bake.ts',
    ["  if (verdict.outcome === 'fail') return { kind: 'roll-back', reason: verdict.reason };\n"],
  ),
  mutant('rise after the first look', 'a good version', 'lambdas/judge-phase.ts', [
    "  if (judged.complete || judged.synthesise !== '') await executions.wake(taskToken, judged);\n",
    '  await executions.wake(taskToken, { ...judged, complete: true });\n',
  ]),
  mutant(
    'let the version before go after the first look',
    'a good version',
    'lambdas/judge-phase.ts',
    [
      "  if (judged.complete || judged.synthesise !== '') await executions.wake(taskToken, judged);\n",
      '  await executions.wake(taskToken, { ...judged, complete: judged.complete || asked.phase === null });\n',
    ],
  ),
  mutant(
    'leave the rule on the listener when a version is taken back',
    'a bad version',
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
    'take back somewhere else when a release fails',
    'a bad version whose alarm comes late',
    'statemachines/release.asl.json',
    ['"environment": "{% $environment %}"', '"environment": "nowhere"'],
  ),
  mutant('settle no rollback', 'a bad version', 'statemachines/settle-rollback.asl.json', [
    `"{% $decision.action = 'prove' %}", "Next": "Await"`,
    `"{% $decision.action = 'prove' %}", "Next": "Nothing"`,
  ]),
  mutant(
    'keep the rule when the engine switches',
    'a good version',
    'statemachines/switch-traffic.asl.json',
    [`"{% $ruleArn != '' %}", "Next": "GiveBack"`, `"{% $ruleArn = 'none' %}", "Next": "GiveBack"`],
  ),
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
    ['  await desk.lanes.leave(service, releaseId);\n'],
  ),
  mutant(
    'keep the lane after a promotion',
    'a good version without a sweep',
    'lambdas/finish-release.ts',
    ['  await desk.lanes.leave(service, releaseId);\n'],
  ),
  mutant('let everybody move at once', 'two pushes, one after the other', 'core/lane/lane.ts', [
    '  if (moving === null) return takeLane(lane, entrant);\n',
    '  if (lane.intake >= 0) return takeLane(lane, entrant);\n',
  ]),
  mutant('let who was overtaken keep its place', 'overtaken while it waits', 'core/lane/lane.ts', [
    'lane: leaveLane(lane, entrant.releaseId),',
    'lane,',
  ]),
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
    'do not look for lost pushes',
    'a push that nobody hears of',
    'lambdas/sweep-releases.ts',
    ['guarded(service, () => sweepService(service, now))', 'guarded(service, async () => now * 0)'],
  ),
  mutant(
    'do not look for dead releases',
    'a dead release that nobody hears of',
    'lambdas/sweep-releases.ts',
    [
      '  if (!overdue && (await executions.isRunning(executionArn))) return 0;\n',
      '  if (executionArn !== "") return 0;\n',
    ],
  ),
  mutant(
    'watch no dead executions',
    'a dead release without a sweep',
    'lib/constructs/release-rules.ts',
    ["status: ['FAILED', 'TIMED_OUT', 'ABORTED'],", "status: ['NEVER'],"],
  ),
  mutant(
    'hear no alarm',
    'a version that goes bad under guard',
    'lib/constructs/release-rules.ts',
    ["state: { value: ['ALARM'] }", "state: { value: ['NEVER'] }"],
  ),
  mutant('owe people nothing', 'people cannot be told', 'aws/ledger.ts', [
    '      ...folded.notices.map((notice) => noticeWrite(releaseId, append.now, notice)),\n',
  ]),
  mutant('pay what is owed to people without sending it', 'a good version', 'aws/announcer.ts', [
    '        await sns.send(new PublishCommand({ TopicArn, ...toMessage(notice) }));\n',
    '        if (notice.id === "") await sns.send(new PublishCommand({ TopicArn, ...toMessage(notice) }));\n',
  ]),
  mutant('deploy by tag', 'a good version', 'lambdas/prepare-deployment.ts', [
    '@${record.artifact.digest}`',
    ':${record.artifact.version}`',
  ]),
  mutant(
    'promote what does not serve',
    'a switch that the engine cannot make',
    'lambdas/verify-promotion.ts',
    [
      '  if (taskDefinitionArn !== candidateArn) return `the service still serves ${taskDefinitionArn}`;\n',
      '  if (candidateArn !== "") return { slot: "b", weightPercent: 100, healthy: 2, desired: 2, digest: "" };\n',
    ],
  ),
  mutant(
    'start while an alarm is up',
    'a version that goes bad once it is promoted',
    'core/preflight/assess-preflight.ts',
    [
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of the source.
      'return [`E224 alarm ${name} is ALARM${why}`];',
      'return [];',
    ],
  ),
  mutant('enter what is frozen', 'a frozen service', 'lambdas/check-gate.ts', [
    "[String(item['reason'])]))[0] ?? null,",
    "[String(item['reason'])]))[99] ?? null,",
  ]),
  mutant(
    'write over what others wrote in the ledger',
    'twelve people pause it at once',
    'aws/ledger.ts',
    [
      "  item: { document: JSON.stringify(event) },\n  onlyIf: { kind: 'absent' },\n",
      '  item: { document: JSON.stringify(event) },\n',
    ],
  ),
  mutant('let the judge go on with the deployment', 'a good version', 'lambdas/judge-phase.ts', [
    '  await requireEngineAlive(stage, deploymentId);\n',
    "  await deployments.goOn(deploymentId, 'READY_WAIT').catch(() => undefined);\n",
  ]),
];
