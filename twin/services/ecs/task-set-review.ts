// Task sets: each keeps its share of the service's desired count, until it is deleted.
import type { Ecs } from './ecs.ts';
import { emitServiceAction, nameOf, say } from './events.ts';
import { isSteady } from './fleet.ts';
import type { Fleet, Service } from './state.ts';

export function reviewTaskSets(ecs: Ecs, service: Service): void {
  rescale(service);
  service.fleets = service.fleets.filter((fleet) => !isDeleted(fleet));
  for (const fleet of service.fleets) noteStability(ecs, fleet);
}

/** The computed desired count is always rounded up. */
export function rescale(service: Service): void {
  for (const fleet of service.fleets) {
    const percent = fleet.status === 'DRAINING' ? 0 : (fleet.taskSet?.scalePercent ?? 0);
    fleet.wanted = Math.ceil((service.desiredCount * percent) / 100);
  }
}

const isDeleted = ({ status, tasks }: Fleet): boolean =>
  status === 'DRAINING' && [...tasks].every(({ lastStatus }) => lastStatus === 'STOPPED');

function noteStability(ecs: Ecs, fleet: Fleet): void {
  const { taskSet, service } = fleet;
  if (taskSet === undefined) return;
  const steady = isSteady(fleet);
  if (steady === (taskSet.steadySince !== undefined)) return;
  taskSet.changedAt = ecs.host.clock.date();
  taskSet.steadySince = steady ? taskSet.changedAt : undefined;
  if (!steady || fleet.status === 'DRAINING') return;
  say(ecs, service, `${nameOf(fleet)} has reached a steady state.`);
  emitServiceAction(ecs, service, { name: 'TASKSET_STEADY_STATE', taskSet: fleet });
}
