/** Whether a deployment may begin: everything that a rollback will need must be there before anything moves. */
import type { AlarmReading } from '../analysis/judge.ts';
import type { Architecture } from '../spec/spec.ts';
import type { WeightedGroup } from '../traffic/split.ts';
import { toPercents } from '../traffic/split.ts';

export interface PreflightFacts {
  /** Shares of the production listener, and of Spillway's own rule where one was left over. */
  readonly serving: readonly WeightedGroup[];
  readonly overlayLeftOver: boolean;
  /** What keeps users with the version that they met first, by name. Empty where no traffic is shifted. */
  readonly sticky: readonly string[];
  readonly alarms: readonly AlarmReading[];
  readonly stable: { readonly taskDefinitionActive: boolean; readonly imageExists: boolean };
  /** What the plan's images are for, and what the family's tasks run on. */
  readonly architecture: { readonly planned: Architecture; readonly ofTasks: Architecture };
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
    ...architectureProblems(facts),
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
function alarmProblems({ alarms }: PreflightFacts): readonly string[] {
  return alarms.flatMap(({ name, state, reason }) => {
    const why = reason === '' ? '' : `: ${reason}`;
    switch (state) {
      case 'ALARM':
        return [`E224 alarm ${name} is ALARM${why}`];
      case 'MISSING':
        return [`E222 alarm ${name} is not found${why}`];
      case 'UNREADABLE':
        return [`E501 alarm ${name} could not be read${why}`];
      default:
        return [];
    }
  });
}

function architectureProblems({ architecture }: PreflightFacts): readonly string[] {
  const { planned, ofTasks } = architecture;
  return planned === ofTasks
    ? []
    : [`E314 the release is for ${planned}, the tasks of the service run on ${ofTasks}`];
}

function trafficProblems({ serving, overlayLeftOver, sticky }: PreflightFacts): readonly string[] {
  const percents = toPercents(serving);
  return [
    ...(overlayLeftOver ? ['a rule of an earlier release is still on the listener'] : []),
    ...(percents?.includes(100) === true
      ? []
      : ['the listener does not serve exactly one version']),
    ...sticky.map((name) => `E227 ${name} is sticky: weights would not be obeyed`),
  ];
}

function targetProblems({ stable, runningCount, desiredCount }: PreflightFacts): readonly string[] {
  return [
    ...(stable.taskDefinitionActive ? [] : ['the task definition that serves is no longer active']),
    ...(stable.imageExists ? [] : ['the image that serves is no longer in the repository']),
    ...(runningCount >= desiredCount ? [] : [`only ${runningCount} of ${desiredCount} tasks run`]),
  ];
}
