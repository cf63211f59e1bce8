/** Whether a deployment may begin: everything that a rollback will need must be there before anything moves. */
import type { AlarmReading } from '../analysis/judge.ts';
import type { WeightedGroup } from '../traffic/split.ts';
import { toPercents } from '../traffic/split.ts';

export interface PreflightFacts {
  /** Shares of the production listener, and of Spillway's own rule where one was left over. */
  readonly serving: readonly WeightedGroup[];
  readonly overlayLeftOver: boolean;
  readonly alarms: readonly AlarmReading[];
  /** Alarms that an operator told Spillway to overlook, by name. */
  readonly overriddenAlarms: readonly string[];
  readonly stable: { readonly taskDefinitionActive: boolean; readonly imageExists: boolean };
  readonly runningCount: number;
  readonly desiredCount: number;
  /** Deployments of others that are still going on. */
  readonly otherDeployments: readonly string[];
}

export type Preflight =
  | { readonly ready: true; readonly evidence: Readonly<Record<string, string | number>> }
  | {
      readonly ready: false;
      readonly problems: readonly string[];
      /** Nothing but alarms is in the way: those of a version that was just taken back calm down in minutes. */
      readonly mayPass: boolean;
    };

export function assessPreflight(facts: PreflightFacts): Preflight {
  const red = alarmProblems(facts);
  const problems = [
    ...red,
    ...trafficProblems(facts),
    ...targetProblems(facts),
    ...facts.otherDeployments.map((id) => `deployment ${id} is still going on`),
  ];
  if (problems.length > 0) {
    const mayPass = problems.length === red.length && facts.alarms.every(exists);
    return { ready: false, problems, mayPass };
  }
  return {
    ready: true,
    evidence: { alarmsOk: facts.alarms.length, runningTasks: facts.runningCount },
  };
}

const exists = ({ state }: AlarmReading): boolean => state !== 'MISSING';

/** Without data an alarm says nothing yet, which is how alarms of quiet services look before a release. */
function alarmProblems({ alarms, overriddenAlarms }: PreflightFacts): readonly string[] {
  const blocking = ['ALARM', 'MISSING', 'UNREADABLE'];
  return alarms
    .filter(({ name, state }) => blocking.includes(state) && !overriddenAlarms.includes(name))
    .map(
      ({ name, state, reason }) => `alarm ${name} is ${state}${reason === '' ? '' : `: ${reason}`}`,
    );
}

function trafficProblems({ serving, overlayLeftOver }: PreflightFacts): readonly string[] {
  const percents = toPercents(serving);
  return [
    ...(overlayLeftOver ? ['a rule of an earlier release is still on the listener'] : []),
    ...(percents?.includes(100) === true
      ? []
      : ['the listener does not serve exactly one version']),
  ];
}

function targetProblems({ stable, runningCount, desiredCount }: PreflightFacts): readonly string[] {
  return [
    ...(stable.taskDefinitionActive ? [] : ['the task definition that serves is no longer active']),
    ...(stable.imageExists ? [] : ['the image that serves is no longer in the repository']),
    ...(runningCount >= desiredCount ? [] : [`only ${runningCount} of ${desiredCount} tasks run`]),
  ];
}
