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
      /** Nothing is in the way but what goes by itself: alarms calm down, tasks are replaced, deployments end. */
      readonly mayPass: boolean;
    };

export function assessPreflight(facts: PreflightFacts): Preflight {
  const passing = passingProblems(facts);
  const lasting = lastingProblems(facts);
  if (passing.length + lasting.length > 0) {
    return { ready: false, problems: [...passing, ...lasting], mayPass: lasting.length === 0 };
  }
  return {
    ready: true,
    evidence: { alarmsOk: facts.alarms.length, runningTasks: facts.runningCount },
  };
}

function passingProblems(facts: PreflightFacts): readonly string[] {
  const { alarms, overlayLeftOver, runningCount, desiredCount, otherDeployments } = facts;
  return [
    ...alarms.flatMap(alarmProblem),
    ...(overlayLeftOver ? ['a rule of an earlier release is still on the listener'] : []),
    ...(runningCount >= desiredCount ? [] : [`only ${runningCount} of ${desiredCount} tasks run`]),
    ...otherDeployments.map((id) => `deployment ${id} is still going on`),
  ];
}

/** Without data an alarm says nothing yet, which is how alarms of quiet services look before a release. */
function alarmProblem({ name, state, reason }: AlarmReading): readonly string[] {
  const why = reason === '' ? '' : `: ${reason}`;
  if (state === 'ALARM') return [`E224 alarm ${name} is ALARM${why}`];
  return state === 'UNREADABLE' ? [`E501 alarm ${name} could not be read${why}`] : [];
}

function lastingProblems(facts: PreflightFacts): readonly string[] {
  const { alarms, serving, overlayLeftOver, sticky, stable } = facts;
  const isWhole = toPercents(serving)?.includes(100) === true;
  return [
    ...alarms.flatMap(({ name, state, reason }) =>
      state === 'MISSING'
        ? [`E222 alarm ${name} is not found${reason === '' ? '' : `: ${reason}`}`]
        : [],
    ),
    // A rule that was left over shares the listener until the sweep takes it away.
    ...(isWhole || overlayLeftOver ? [] : ['the listener does not serve exactly one version']),
    ...sticky.map((name) => `E227 ${name} is sticky: weights would not be obeyed`),
    ...(stable.taskDefinitionActive ? [] : ['the task definition that serves is no longer active']),
    ...(stable.imageExists ? [] : ['the image that serves is no longer in the repository']),
    ...architectureProblems(facts),
  ];
}

function architectureProblems({ architecture }: PreflightFacts): readonly string[] {
  const { planned, ofTasks } = architecture;
  return planned === ofTasks
    ? []
    : [`E314 the release is for ${planned}, the tasks of the service run on ${ofTasks}`];
}
