/** E201 to E226: how a release moves forward, and what watches it. */
import type { ErrorEntries } from './entry.ts';

export const progressionErrors = {
  E201: {
    severity: 'error',
    title: 'Weights do not rise',
    why: 'During a release the new version only ever gains traffic, until it has all of it or none.',
    example: 'phases:\n  - weight: 50\n  - weight: 25\n  - weight: 100',
    fix: 'Order the phases so that every weight is above the one before.',
  },
  E202: {
    severity: 'error',
    title: 'Weight outside 1 to 100',
    why: 'A weight is a share of traffic in whole per cent. The load balancer takes whole numbers.',
    example: 'phases:\n  - weight: 150',
    fix: 'Use a whole number from 1 to 100.',
  },
  E203: {
    severity: 'error',
    title: 'Weight given as text',
    why: 'A quoted number is text. It is not guessed what it meant.',
    example: 'phases:\n  - weight: "10%"',
    fix: 'Write the number alone: `weight: 10`.',
  },
  E204: {
    severity: 'error',
    title: 'Phases do not lead to 100 %',
    why: 'A release ends with all traffic on the new version. Two equal weights are one phase with a longer bake.',
    example: 'phases:\n  - weight: 10\n  - weight: 50',
    fix: 'End with `weight: 100`; use 1 to 20 phases, each weight once.',
  },
  W205: {
    severity: 'warning',
    title: 'Large first step',
    why: 'The first step decides how many users meet a bad version before anything can be known of it.',
    example: 'phases:\n  - weight: 60\n  - weight: 100',
    fix: 'Begin with 10 or less, or add `allowLargeFirstStep: true` to the strategy.',
  },
  E206: {
    severity: 'error',
    title: 'A rolling deployment that cannot move',
    why: 'With nothing to spare above and nothing to give up below, the scheduler can neither start a task nor stop one.',
    example: 'strategy:\n  kind: rolling\n  minimumHealthyPercent: 100\n  maximumPercent: 100',
    fix: 'Raise maximumPercent above 100 or lower minimumHealthyPercent below 100.',
  },
  E207: {
    severity: 'error',
    title: 'Steps of a gradual rollback do not lead to 0',
    why: 'A rollback ends with no traffic on the bad version, within five minutes.',
    example: 'rollback:\n  kind: gradual\n  steps: [50, 25]',
    fix: 'Let the steps fall strictly and end with 0, for example `[50, 25, 0]`.',
  },
  E211: {
    severity: 'error',
    title: 'Not a duration',
    why: 'A number without a unit is read as seconds by some and as minutes by others.',
    example: 'phases:\n  - weight: 10\n    bake: 5 min',
    fix: 'Use 30s, 5m, 1h30m or PT5M: positive, and at most 120 hours.',
  },
  E212: {
    severity: 'error',
    title: 'Window that does not exist',
    why: 'A window that never opens holds a release until its deadline, and one around a change of clocks opens at a time nobody meant.',
    example:
      'gates:\n  - kind: window\n    from: "02:30"\n    to: "04:00"\n    zone: Europe/Berlin',
    fix: 'Use times from "00:00" to "24:00" with from before to, a zone of the IANA list, and hours that no change of clocks skips.',
  },
  E213: {
    severity: 'error',
    title: 'Bake shorter than the alarms need',
    why: 'An alarm needs its datapoints, and CloudWatch needs time to show them. A bad version could pass a shorter bake unseen.',
    example: 'phases:\n  - weight: 10\n    bake: 60s',
    fix: 'Bake for at least the time that is shown.',
  },
  W214: {
    severity: 'warning',
    title: 'More requests wanted than will come',
    why: 'The bake is not over before the new version has answered that many requests, so the release would hold until its deadline.',
    example: 'phases:\n  - weight: 10\n    bake: 5m\n    minRequests: 10000',
    fix: 'Lower minRequests, raise the weight, or bake for longer.',
  },
  E215: {
    severity: 'error',
    title: 'Longer than its deadline',
    why: 'A release past its deadline is rolled back, so this one could never finish.',
    example:
      'maxDuration: 24h\nenvironments:\n  - name: production\n    strategy:\n      kind: canary\n      phases: [{ weight: 10, bake: 100h }, { weight: 100, bake: 1h }]',
    fix: 'Shorten the bakes and waits, or raise maxDuration.',
  },
  E221: {
    severity: 'error',
    title: 'Nothing watches this release',
    why: 'A canary without an alarm cannot fail.',
    example:
      'thresholds:\n  errorRatePercent: null\n  latencyP95Ms: null\n  cpuPercent: null\n  memoryPercent: null\n  failedHealthChecks: null',
    fix: 'Keep a threshold, name an alarm, or write down why not: `unsafe: { noAlarms: "reason" }`.',
  },
  E222: {
    severity: 'error',
    title: 'Alarm not found',
    why: 'An alarm that is missing, disabled or in another account or region never fires.',
    example: '$.environments[1].alarms[0]: "api-5xx" not found in 123456789012/eu-west-1',
    fix: 'Correct the name, create the alarm, or enable its actions.',
  },
  W223: {
    severity: 'warning',
    title: 'Alarm watches both versions together',
    why: 'At 10 % of the traffic, 20 % of errors in the new version show as 2 % in the whole service.',
    example: 'alarms:\n  - orders-5xx',
    fix: "Watch the new version's own target group and write `{ name: orders-5xx, watches: candidate }`.",
  },
  E224: {
    severity: 'error',
    title: 'Alarm is not OK',
    why: 'An alarm that is in ALARM already, or has no data, cannot tell a bad version from a good one; some deployment engines then ignore it.',
    example: 'alarm "api-5xx" is in ALARM since 14:02Z; not starting',
    fix: 'Repair what the alarm complains about, or override this alarm by name and with a reason.',
  },
  E225: {
    severity: 'error',
    title: 'Too many alarms',
    why: 'A CodeDeploy deployment group watches ten alarms. The thresholds of an environment take one each.',
    example: 'alarms: [a, b, c, d, e, f]',
    fix: 'Put several alarms behind one composite alarm and name that.',
  },
  E226: {
    severity: 'error',
    title: 'Nothing to ask for',
    why: "Requests of Spillway's own go to the paths of http checks: they are known to be harmless. Without one it would not know what to ask for.",
    example: 'environments:\n  - name: production\n    noTraffic: synthetic',
    fix: 'Add a check of the kind http, or choose `hold` or `fail`.',
  },
} as const satisfies ErrorEntries;
