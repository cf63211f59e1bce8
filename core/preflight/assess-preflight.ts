/** Whether a deployment may begin: everything that a rollback will need must be there before anything moves. */
import type { AlarmReading } from '../analysis/judge.ts';
import { setAside } from '../analysis/set-aside.ts';
import { shellWord } from '../notice/plain-text.ts';
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
  /** Names of alarms that may be up, because whoever asked for the release has said so. */
  readonly overridden: readonly string[];
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

export function assessPreflight(read: PreflightFacts): Preflight {
  const alarms = setAside(read.alarms, { names: read.overridden, preparedAt: null });
  const facts = { ...read, alarms };
  const passing = passingProblems(facts);
  const lasting = lastingProblems(facts);
  if (passing.length + lasting.length > 0) {
    return { ready: false, problems: [...passing, ...lasting], mayPass: lasting.length === 0 };
  }
  return {
    ready: true,
    evidence: {
      ...evidenceOf(facts.alarms),
      runningTasks: facts.runningCount,
    },
  };
}

function evidenceOf(alarms: readonly AlarmReading[]): Record<string, string | number> {
  const overridden = alarms.filter(({ state }) => state === 'OVERRIDDEN');
  const alarmsOk = alarms.length - overridden.length;
  if (overridden.length === 0) return { alarmsOk };
  return { alarmsOk, alarmsOverridden: overridden.map(({ name }) => name).join(', ') };
}

function passingProblems(facts: PreflightFacts): readonly string[] {
  const { alarms, overlayLeftOver, runningCount, desiredCount, otherDeployments } = facts;
  return [
    ...alarms.flatMap(alarmProblem),
    ...wayOut(facts),
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

/** What those who cannot wait may ask for: all of it, since whoever asks again asks for everything anew. */
function wayOut({ alarms, overridden }: PreflightFacts): readonly string[] {
  const up = alarms.filter(({ state }) => state === 'ALARM').map(({ name }) => name);
  if (up.length === 0) return [];
  const flags = [...overridden, ...up].map((name) => `--override-alarm ${shellWord(name)}`);
  return [`repair what is wrong, or release the repair with ${flags.join(' ')} --reason TEXT`];
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
