// Tasks by themselves: run once, stopped by hand, listed, described.
import type { Operations } from '../../host/operations.ts';
import { describeTask } from './describe.ts';
import type { Ecs, Sdk } from './ecs.ts';
import { findActiveRevision, findCluster, findService, invalid, lookUpTask } from './errors.ts';
import { forgetStopped, launchTask, NO_CAPACITY } from './launch.ts';
import { page } from './paging.ts';
import { checkFargate, checkSettings, settingsOf } from './service-settings.ts';
import { stopTask } from './task-life.ts';

const DESCRIBED_MAX = 100;
const RUN_MAX = 10;

type TaskOperations = Pick<Operations<Sdk>, 'RunTask' | 'StopTask' | 'ListTasks' | 'DescribeTasks'>;

export const createTaskOperations = (ecs: Ecs): TaskOperations => ({
  RunTask(input) {
    const cluster = findCluster(ecs, input.cluster);
    const revision = findActiveRevision(ecs, input.taskDefinition);
    const launch = settingsOf(input);
    checkSettings(ecs, launch, revision);
    checkFargate(launch, revision);
    const { count = 1 } = input;
    if (count < 1 || count > RUN_MAX) throw invalid(`count must be between 1 and ${RUN_MAX}.`);
    const tasks = Array.from({ length: count }, () =>
      launchTask(ecs, {
        cluster,
        revision,
        launch,
        group: input.group ?? `family:${revision.family}`,
        startedBy: input.startedBy,
        ...(input.overrides === undefined ? {} : { overrides: input.overrides }),
        tags: input.tags ?? [],
      }),
    );
    const missing = tasks.filter((task) => task === undefined).length;
    return {
      tasks: tasks.flatMap((task) => (task === undefined ? [] : [describeTask(task)])),
      failures: Array.from({ length: missing }, () => ({ reason: NO_CAPACITY })),
    };
  },

  StopTask({ cluster: named, task: name = '', reason }) {
    const task = lookUpTask(ecs, findCluster(ecs, named), name);
    if (task === undefined) throw invalid('The referenced task was not found.');
    stopTask(ecs, task, {
      code: 'UserInitiated',
      reason: reason ?? 'Task stopped by user',
    });
    return { task: describeTask(task) };
  },

  ListTasks({ cluster: named, serviceName, family, startedBy, desiredStatus, ...asked }) {
    const cluster = findCluster(ecs, named);
    const service = serviceName === undefined ? undefined : findService(ecs, cluster, serviceName);
    forgetStopped(ecs);
    const arns = [...ecs.state.tasks.values()]
      .filter((task) => task.cluster === cluster)
      .filter((task) => service === undefined || task.fleet?.service === service)
      .filter((task) => family === undefined || task.revision.family === family)
      .filter((task) => startedBy === undefined || task.startedBy === startedBy)
      .filter((task) => task.desiredStatus === (desiredStatus ?? 'RUNNING'))
      .map(({ arn }) => arn);
    const { items, next } = page(arns, asked);
    return { taskArns: items, ...next };
  },

  DescribeTasks({ cluster: named, tasks: names = [] }) {
    const cluster = findCluster(ecs, named);
    if (names.length === 0) throw invalid('Tasks cannot be empty.');
    if (names.length > DESCRIBED_MAX)
      throw invalid(`Tasks cannot have more than ${DESCRIBED_MAX} elements.`);
    forgetStopped(ecs);
    const found = names.map((arn) => ({ arn, task: lookUpTask(ecs, cluster, arn) }));
    return {
      tasks: found.flatMap(({ task }) => (task === undefined ? [] : [describeTask(task)])),
      failures: found.flatMap(({ arn, task }) =>
        task === undefined ? [{ arn, reason: 'MISSING' }] : [],
      ),
    };
  },
});
