// What ECS offers to its neighbours.
import type { EcsPeer, RunningTask } from '../../host/peers.ts';
import type { Ecs } from './ecs.ts';
import { conductAt } from './health.ts';
import type { Task } from './state.ts';
import { adoptBehaviour, CRASH, exitTask } from './task-life.ts';

export function createPeer(ecs: Ecs): EcsPeer {
  const { state } = ecs;
  return {
    tasks: () => [...state.tasks.values()].map(summarise),
    taskAt(ipAddress) {
      const task = state.tasksByAddress.get(ipAddress);
      return task === undefined ? undefined : summarise(task);
    },
    conduct(ipAddress) {
      const task = state.tasksByAddress.get(ipAddress);
      return task === undefined ? undefined : conductAt(ecs, task);
    },
    setLoad(ipAddress, requestsPerSecond) {
      const task = state.tasksByAddress.get(ipAddress);
      if (task !== undefined) task.requestsPerSecond = requestsPerSecond;
    },
    setBehaviours(lookup) {
      ecs.host.peer('elasticloadbalancing').accountNow();
      ecs.behaviours = lookup;
      for (const task of state.tasksByAddress.values()) adoptBehaviour(ecs, task);
    },
    behaviours: () => ecs.behaviours,
    setCapacity(tasks) {
      state.capacity = tasks;
    },
    crash({ serviceName, count }) {
      const struck = [...state.tasksByAddress.values()]
        .filter((task) => task.fleet?.service.name === serviceName && task.lastStatus === 'RUNNING')
        .slice(0, count);
      for (const task of struck) exitTask(ecs, task, CRASH);
      return struck.length;
    },
  };
}

const summarise = (task: Task): RunningTask => ({
  taskArn: task.arn,
  clusterArn: task.cluster.arn,
  serviceName: task.fleet?.service.name,
  taskSetId: task.fleet?.id,
  taskDefinitionArn: task.revision.arn,
  ipAddress: task.ipAddress,
  lastStatus: task.lastStatus,
  containers: task.containers.map(({ name, image }) => ({
    name,
    imageDigest: image?.digest ?? '',
  })),
});
