// Bugs in the books: who may move, what is written down, who decides, and who is told.
import { type Mutant, mutant } from './mutant.ts';

export const bookMutants: readonly Mutant[] = [
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
    'do not look for lost pushes',
    'a push that nobody hears of',
    'lambdas/sweep/start-lost-pushes.ts',
    ['() => sweepService(sweep, service)', 'async () => (sweepService === undefined ? 1 : 0)'],
  ),
  mutant(
    'take its own release for that of somebody else',
    'an admission whose answer is lost',
    'lambdas/support/gather-facts.ts',
    [
      'stored?.executionArn === executionArn ? null : releaseId',
      'stored === undefined ? null : releaseId',
    ],
  ),
  mutant(
    'ask nobody again who was busy',
    'one call that finds AWS busy',
    'statemachines/release.asl.json',
    [
      '"Retry": [{ "ErrorEquals": ["StepFunctions.AWSStepFunctionsException", "StepFunctions.ThrottlingException", "StepFunctions.SdkClientException"], "IntervalSeconds": 1, "MaxAttempts": 6,',
      '"Retry": [{ "ErrorEquals": ["StepFunctions.ThrottlingException"], "IntervalSeconds": 1, "MaxAttempts": 6,',
    ],
  ),
  mutant('owe people nothing', 'people cannot be told', 'aws/ledger.ts', [
    '      ...folded.notices.map((notice) => noticeWrite(releaseId, append.now, notice)),\n',
  ]),
  mutant('pay what is owed to people without sending it', 'a good version', 'aws/announcer.ts', [
    '        await sns.send(new PublishCommand({ TopicArn, ...toMessage(notice) }));\n',
    '        if (notice.id === "") await sns.send(new PublishCommand({ TopicArn, ...toMessage(notice) }));\n',
  ]),
  mutant('follow a newer version', 'a push that is heard of late', 'lambdas/support/take-turn.ts', [
    'if (newer !== undefined) {',
    "if (newer === '') {",
  ]),
  mutant('write whatever others have written', 'two pushes at once', 'aws/table.ts', [
    'if (condition === undefined) return {};',
    "if (condition === undefined || condition.kind === 'equals') return {};",
  ]),
  mutant(
    'make a release of each event of a push',
    'every event comes twice',
    'lambdas/admit-release.ts',
    ["const oncePerDigest = trigger.kind === 'push';", 'const oncePerDigest = false;'],
  ),
  mutant(
    'release again what is barred',
    'somebody asks again for a bad version',
    'core/intake/assess-intake.ts',
    [
      'if (facts.quarantine !== null && !overridden)',
      "if (facts.quarantine === '' && !overridden)",
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
  mutant(
    'let who looked too long decide',
    'twelve people pause it at once',
    'core/operate/staleness.ts',
    [
      '  if (changes.length === 0) return undefined;\n',
      '  if (changes.length < 9) return undefined;\n',
    ],
  ),
  mutant(
    'decide on what has changed meanwhile',
    'twelve people pause it, and twelve cut its bake short',
    'lambdas/operate/act.ts',
    ['      onlyAfter: sequence,\n'],
  ),
];
