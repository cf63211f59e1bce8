// Bugs on the way to users: who gets which share, when it rises, and what is deployed.
import { type Mutant, mutant } from './mutant.ts';

export const trafficMutants: readonly Mutant[] = [
  mutant(
    'override every alarm where one is named',
    'a repair in the name of another alarm',
    'core/analysis/set-aside.ts',
    ['names.includes(alarm.name) && isOlder', 'names.length > 0 && isOlder'],
  ),
  mutant(
    'let an alarm that was named never judge again',
    'a repair whose alarm was down once',
    'core/analysis/set-aside.ts',
    ['since !== null && since <= preparedAt', 'since !== null'],
  ),
  mutant(
    'shift without asking whether the tasks can carry it',
    'tasks that die before a rise',
    'lambdas/shift-traffic.ts',
    ['    requireCapacity(fleets, weightPercent);\n'],
  ),
  mutant(
    'switch without asking whether the tasks can carry everybody',
    'tasks that die before the last rise',
    'lambdas/shift-traffic.ts',
    [
      '    requireCapacity(fleets, weightPercent);\n',
      '    if (weightPercent < 100) requireCapacity(fleets, weightPercent);\n',
    ],
  ),
  mutant(
    'switch although the rule was taken away',
    'an alarm while the last rise waits for tasks',
    'lambdas/shift-traffic.ts',
    ['      await requireOverlay(stage);\n'],
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
    'a bad version whose alarm comes late, without a sweep',
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
    'keep the rule when the engine switches',
    'a good version',
    'statemachines/switch-traffic.asl.json',
    [`"{% $ruleArn != '' %}", "Next": "GiveBack"`, `"{% $ruleArn = 'none' %}", "Next": "GiveBack"`],
  ),
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
    'let the version before go without counting tasks',
    'tasks that die before the version before is let go',
    'lambdas/judge-phase.ts',
    ["const isLast = decided.kind === 'complete' && phase === null;", 'const isLast = false;'],
  ),
  mutant(
    'start while an alarm is up',
    'a version that goes bad once it is promoted',
    'core/preflight/assess-preflight.ts',
    [
      'const facts = { ...read, alarms };',
      'const facts = { ...read, alarms: alarms.filter(({ state }) => state !== "ALARM") };',
    ],
  ),
  mutant('let the judge go on with the deployment', 'a good version', 'lambdas/judge-phase.ts', [
    '  await requireEngineAlive(stage, deploymentId, verdict.verdict);\n',
    "  await deployments.goOn(deploymentId, 'READY_WAIT').catch(() => undefined);\n",
  ]),
  mutant(
    'leave what was deployed as its release ended',
    'an abort as its deployment is made',
    'lambdas/prepare-deployment.ts',
    ['    if (!mayGoOn(record, environment)) return takeDown({ ...stage, record });\n'],
  ),
  mutant(
    'forget what an earlier call has deployed',
    'an abort as its deployment is made, which nobody notes',
    'lambdas/prepare-deployment.ts',
    ['    if (!mayGoOn(stage.record, environment)) return takeDown(stage);\n'],
  ),
];
