// Amazon ECS on Fargate: task definitions, services under all three controllers, and tasks that live.
import { defineService } from '../../host/service.ts';
import { createClusterOperations } from './clusters.ts';
import { createEcs, type Ecs } from './ecs.ts';
import { createMeter } from './metrics.ts';
import { createPeer } from './peer.ts';
import { createWake } from './scheduler.ts';
import { createServiceOperations } from './services.ts';
import { createTagOperations } from './tags.ts';
import { createTaskDefinitionOperations } from './task-definitions.ts';
import { createTaskSetOperations } from './task-sets.ts';
import { createTaskOperations } from './tasks.ts';
import { createUpdateService } from './update-service.ts';

export const ecs = defineService({
  id: 'ecs',
  load: () => import('@aws-sdk/client-ecs'),
  create(host) {
    const ecs = createEcs(host);
    const meter = createMeter(ecs);
    const wake = createWake(ecs);
    ecs.wake = (service, atMs, purpose) => {
      wake(service, atMs, purpose);
      meter.refresh();
    };
    followTargets(ecs);
    return {
      operations: {
        ...createClusterOperations(ecs),
        ...createTaskDefinitionOperations(ecs),
        ...createServiceOperations(ecs),
        ...createUpdateService(ecs),
        ...createTaskSetOperations(ecs),
        ...createTaskOperations(ecs),
        ...createTagOperations(ecs),
      },
      peer: createPeer(ecs),
    };
  },
});

/** A target that falls ill or recovers is a reason to look at its service. */
function followTargets(ecs: Ecs): void {
  ecs.host.peer('elasticloadbalancing').onTargetState(({ target }) => {
    const fleet = ecs.state.tasksByAddress.get(target.id)?.fleet;
    if (fleet !== undefined) ecs.wake(fleet.service);
  });
}
