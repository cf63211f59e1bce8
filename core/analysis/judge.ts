/** The judge of one look: every threshold and every alarm gives a finding, and the worst one decides. */
import { addSeconds, type Instant, startOfMinute } from '../contract/instant.ts';
import { judgeThreshold } from './judge-threshold.ts';
import type { Metric, Sample, Threshold } from './threshold.ts';
import type { Finding, Outcome, Verdict, Window } from './verdict.ts';

export interface Look {
  readonly thresholds: readonly Threshold[];
  readonly series: Readonly<Partial<Record<Metric, readonly Sample[]>>>;
  readonly alarms: readonly AlarmReading[];
  /** When the weight of this phase was read back; what came before is no evidence for it. */
  readonly verifiedAt: Instant;
  readonly now: Instant;
  /** Why nothing is watched, where nothing is; empty otherwise. */
  readonly unwatchedReason: string;
}

/**
 * `MISSING`: no alarm of that name. `UNREADABLE`: CloudWatch did not answer. Neither is OK. `OVERRIDDEN`: up since
 * before the candidate, and a person answers for that.
 */
export interface AlarmReading {
  readonly name: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA' | 'MISSING' | 'UNREADABLE' | 'OVERRIDDEN';
  readonly reason: string;
  /** When it came into this state; null where CloudWatch does not say. */
  readonly since: Instant | null;
}

export function judge(look: Look): Verdict {
  const findings = [
    ...look.thresholds.map((threshold) => judgeInWindow(look, threshold)),
    ...look.alarms.map((alarm) => judgeAlarm(alarm, recentWindow(look, alarmWindowSeconds))),
  ];
  if (findings.length === 0 && look.unwatchedReason !== '') {
    return { outcome: 'pass', reason: `nothing is watched: ${look.unwatchedReason}`, findings };
  }
  return combine(findings);
}

/** Fail beats inconclusive beats pass. No finding at all is no evidence. */
export function combine(findings: readonly Finding[]): Verdict {
  const outcome = severity.find((worst) => findings.some((finding) => finding.outcome === worst));
  if (outcome === undefined) {
    return { outcome: 'inconclusive', reason: 'nothing was measured', findings };
  }
  return { outcome, reason: reasonOf(outcome, findings), findings };
}

/** Worst first. */
const severity: readonly Outcome[] = ['fail', 'inconclusive', 'pass'];

/** An alarm has its own periods; this only says which minutes the reading stands for. */
const alarmWindowSeconds = 60;

const alarmOutcomes: Readonly<Record<AlarmReading['state'], Outcome>> = {
  OK: 'pass',
  OVERRIDDEN: 'pass',
  ALARM: 'fail',
  INSUFFICIENT_DATA: 'inconclusive',
  MISSING: 'inconclusive',
  UNREADABLE: 'inconclusive',
};

/** One that is set aside is up all the same. */
const alarmValues: Readonly<Partial<Record<AlarmReading['state'], number>>> = {
  OK: 0,
  OVERRIDDEN: 1,
  ALARM: 1,
};

function judgeAlarm({ name, state, reason }: AlarmReading, window: Window): Finding {
  return {
    outcome: alarmOutcomes[state],
    metric: `alarm ${name}`,
    value: alarmValues[state] ?? null,
    threshold: 0,
    unit: 'alarms',
    window,
    sampleCount: 1,
    reason: `alarm ${name} is ${state}${reason === '' ? '' : `: ${reason}`}`,
  };
}

/**
 * The last minutes first: they show a breach soonest. Where they hold too few requests to judge a rate,
 * everything since the weight was verified counts, so that a quiet service can be judged at all.
 * The minute in which it was verified can condemn, as alarms do by it, and proves nothing good.
 */
function judgeInWindow(look: Look, threshold: Threshold): Finding {
  const samples = look.series[threshold.metric] ?? [];
  const window = recentWindow(look, threshold.windowSeconds);
  const from = window.from === look.verifiedAt ? startOfMinute(window.from) : window.from;
  const soonest = judgeThreshold(threshold, samples, { ...window, from });
  if (soonest.outcome === 'fail') return soonest;
  const recent = judgeThreshold(threshold, samples, window);
  if (recent.outcome !== 'inconclusive' || threshold.kind !== 'ratio') return recent;
  return judgeThreshold(threshold, samples, { from: look.verifiedAt, to: look.now });
}

function recentWindow({ verifiedAt, now }: Look, windowSeconds: number): Window {
  const start = addSeconds(now, -windowSeconds);
  return { from: start < verifiedAt ? verifiedAt : start, to: now };
}

/** Every finding of the deciding kind speaks, except that a pass needs few words. */
function reasonOf(outcome: Outcome, findings: readonly Finding[]): string {
  if (outcome === 'pass') return `all ${findings.length} findings pass`;
  const deciding = findings.filter((finding) => finding.outcome === outcome);
  return deciding.map((finding) => finding.reason).join('; ');
}
