/** Which tasks are the version before and which are the candidate. Told by what they run, never by weight. */

/** A task set with the target group it is registered in, as CodeDeploy and ECS report it. */
export interface TaskSet {
  readonly id: string;
  readonly taskDefinitionArn: string;
  readonly targetGroupArn: string;
  readonly desiredCount: number;
  readonly healthyCount: number;
}

export interface Fleets {
  readonly stable: TaskSet;
  readonly candidate: TaskSet;
}

export type Identification =
  | { readonly identified: true; readonly fleets: Fleets }
  | { readonly identified: false; readonly reason: string };

export interface FleetQuery {
  readonly taskSets: readonly TaskSet[];
  readonly stableTaskDefinitionArn: string;
  readonly candidateTaskDefinitionArn: string;
}

export function identifyFleets(query: FleetQuery): Identification {
  const { taskSets, stableTaskDefinitionArn, candidateTaskDefinitionArn } = query;
  if (stableTaskDefinitionArn === candidateTaskDefinitionArn) {
    return unknown('stable and candidate have the same task definition');
  }
  const stable = only(taskSets, stableTaskDefinitionArn);
  if (typeof stable === 'number') return unknown(`${stable} task sets run the stable version`);
  const candidate = only(taskSets, candidateTaskDefinitionArn);
  if (typeof candidate === 'number') return unknown(`${candidate} task sets run the candidate`);
  if (stable.targetGroupArn === candidate.targetGroupArn) {
    return unknown('stable and candidate are in the same target group');
  }
  return { identified: true, fleets: { stable, candidate } };
}

/**
 * A group may get a share only if it can carry it: as many healthy tasks as the share of the tasks
 * that all traffic needs.
 */
export function canCarry(
  fleet: Pick<TaskSet, 'healthyCount'>,
  weightPercent: number,
  tasksNeeded: number,
): boolean {
  if (weightPercent === 0) return true;
  const required = Math.ceil((tasksNeeded * weightPercent) / 100);
  return fleet.healthyCount > 0 && fleet.healthyCount >= required;
}

/** The one task set with this task definition, or how many there are instead. */
function only(taskSets: readonly TaskSet[], taskDefinitionArn: string): TaskSet | number {
  const matches = taskSets.filter((taskSet) => taskSet.taskDefinitionArn === taskDefinitionArn);
  const [match] = matches;
  return match !== undefined && matches.length === 1 ? match : matches.length;
}

function unknown(reason: string): Identification {
  return { identified: false, reason };
}
