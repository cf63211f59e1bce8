// Bugs to plant into Spillway, one at a time: a law that never catches one proves little.

export interface Mutant {
  readonly name: string;
  readonly file: string;
  /** Exactly once in the file. */
  readonly find: string;
  readonly replace: string;
}

const mutant = (name: string, file: string, find: string, replace = ''): Mutant => ({
  name,
  file,
  find,
  replace,
});

export const mutants: readonly Mutant[] = [
  mutant(
    'shift without asking whether the tasks can carry it',
    'lambdas/shift-traffic.ts',
    '    requireCapacity(fleets, weightPercent);\n',
  ),
  mutant(
    'shift although the record refuses',
    'lambdas/shift-traffic.ts',
    '    requireAccepted(requested.record.status, requested.refusals);\n',
  ),
  mutant(
    'believe a weight without reading it back',
    'lambdas/shift-traffic.ts',
    '    await verify(stage, fleets, weightPercent);\n',
  ),
  mutant(
    'write weights without naming the intent',
    'lambdas/shift-traffic.ts',
    "call: 'elasticloadbalancing:weights'",
    "call: 'nothing'",
  ),
  mutant(
    'give the stable version the share of the candidate',
    'core/traffic/overlay.ts',
    'weight: split.stablePercent }',
    'weight: split.candidatePercent }',
  ),
  mutant(
    'bake for no time',
    'core/analysis/bake.ts',
    'elapsedSeconds < phase.bakeSeconds && !look.shortened',
    'elapsedSeconds < 0 && !look.shortened',
  ),
  mutant(
    'take what is unknown for good',
    'core/analysis/bake.ts',
    "  if (verdict.outcome !== 'pass') return verdict.reason;\n",
  ),
  mutant(
    'go on although the judge says no',
    'core/analysis/bake.ts',
    "  if (verdict.outcome === 'fail') return { kind: 'roll-back', reason: verdict.reason };\n",
  ),
  mutant(
    'rise after the first look',
    'statemachines/walk-phases.asl.json',
    '{% $baked %}',
    '{% true %}',
  ),
  mutant(
    'let the version before go after the first look',
    'statemachines/guard-environment.asl.json',
    '{% $proven %}',
    '{% true %}',
  ),
  mutant(
    'leave the rule on the listener when a version is taken back',
    'statemachines/rollback.asl.json',
    `"{% $place.overlayRuleArn != '' %}", "Next": "Withdraw"`,
    `"{% $place.overlayRuleArn = 'none' %}", "Next": "Withdraw"`,
  ),
  mutant(
    'leave the deployment when a version is taken back',
    'statemachines/rollback.asl.json',
    `"{% $place.deploymentId != '' %}", "Next": "Stop"`,
    `"{% $place.deploymentId = 'none' %}", "Next": "Stop"`,
  ),
  mutant(
    'stop deployments without going back',
    'statemachines/rollback.asl.json',
    '"AutoRollbackEnabled": true',
    '"AutoRollbackEnabled": false',
  ),
  mutant(
    'hear every alarm as one of the candidate',
    'statemachines/rollback.asl.json',
    "$place.candidateSlot != '' and $scope != $place.candidateSlot",
    "$place.candidateSlot != '' and $scope = 'none'",
  ),
  mutant(
    'take back somewhere else when a release fails',
    'statemachines/release.asl.json',
    '"environment": "{% $environment %}"',
    '"environment": "nowhere"',
  ),
  mutant(
    'settle no rollback',
    'statemachines/settle-rollback.asl.json',
    `"{% $decision.action = 'prove' %}", "Next": "Await"`,
    `"{% $decision.action = 'prove' %}", "Next": "Nothing"`,
  ),
  mutant(
    'keep the rule when the engine switches',
    'statemachines/switch-traffic.asl.json',
    `"{% $ruleArn != '' %}", "Next": "GiveBack"`,
    `"{% $ruleArn = 'none' %}", "Next": "GiveBack"`,
  ),
  mutant(
    'call a rollback complete without looking',
    'lambdas/finish-rollback.ts',
    '  const missing = await whatIsMissing(stage);',
    '  const missing = undefined as Awaited<ReturnType<typeof whatIsMissing>>;',
  ),
  mutant(
    'keep the lane after a rollback',
    'lambdas/finish-rollback.ts',
    '  await desk.lanes.leave(service, releaseId);\n',
  ),
  mutant(
    'keep the lane after a promotion',
    'lambdas/finish-release.ts',
    '  await desk.lanes.leave(service, releaseId);\n',
  ),
  mutant(
    'let everybody move at once',
    'core/lane/lane.ts',
    '  if (moving === null) return takeLane(lane, entrant);\n',
    '  if (lane.intake >= 0) return takeLane(lane, entrant);\n',
  ),
  mutant(
    'let who was overtaken keep its place',
    'core/lane/lane.ts',
    'lane: leaveLane(lane, entrant.releaseId),',
    'lane,',
  ),
  mutant(
    'let an ended release enter and deploy',
    'lambdas/check-gate.ts',
    '  if (!isTerminal(entered.record.status)) return;\n',
    '  if (releaseId !== "") return;\n',
  ),
  mutant(
    'do not look for lost pushes',
    'lambdas/sweep-releases.ts',
    'guarded(service, () => sweepService(service, now))',
    'guarded(service, async () => now * 0)',
  ),
  mutant(
    'do not look for dead releases',
    'lambdas/sweep-releases.ts',
    '  if (!overdue && (await executions.isRunning(executionArn))) return 0;\n',
    '  if (executionArn !== "") return 0;\n',
  ),
  mutant(
    'watch no dead executions',
    'lib/constructs/release-rules.ts',
    "status: ['FAILED', 'TIMED_OUT', 'ABORTED'],",
    "status: ['NEVER'],",
  ),
  mutant(
    'hear no alarm',
    'lib/constructs/release-rules.ts',
    "state: { value: ['ALARM'] }",
    "state: { value: ['NEVER'] }",
  ),
  mutant(
    'owe people nothing',
    'aws/ledger.ts',
    '      ...folded.notices.map((notice) => noticeWrite(releaseId, append.now, notice)),\n',
  ),
  mutant(
    'pay what is owed to people without sending it',
    'aws/announcer.ts',
    '        await sns.send(new PublishCommand({ TopicArn, ...toMessage(notice) }));\n',
    '        if (notice.id === "") await sns.send(new PublishCommand({ TopicArn, ...toMessage(notice) }));\n',
  ),
  mutant(
    'deploy by tag',
    'lambdas/prepare-deployment.ts',
    '@${record.artifact.digest}`',
    ':${record.artifact.version}`',
  ),
  mutant(
    'promote what does not serve',
    'lambdas/verify-promotion.ts',
    '  if (taskDefinitionArn !== candidateArn) return `the service still serves ${taskDefinitionArn}`;\n',
    '  if (candidateArn !== "") return { slot: "b", weightPercent: 100, healthy: 2, desired: 2, digest: "" };\n',
  ),
  mutant(
    'start while an alarm is up',
    'core/preflight/assess-preflight.ts',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of the source.
    'return [`E224 alarm ${name} is ALARM${why}`];',
    'return [];',
  ),
  mutant(
    'enter what is frozen',
    'lambdas/check-gate.ts',
    "[String(item['reason'])]))[0] ?? null,",
    "[String(item['reason'])]))[99] ?? null,",
  ),
  mutant(
    'write over what others wrote in the ledger',
    'aws/ledger.ts',
    "        onlyIf: { kind: 'equals', attribute: 'sequence', value: stored.record.sequence },\n",
  ),
];
