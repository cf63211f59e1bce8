// What CloudWatch learns about tasks: once a minute, while any run.
import type { ServiceDatum } from '../../host/peers.ts';
import { pendingCount } from './describe.ts';
import type { Ecs } from './ecs.ts';
import { conductAt } from './health.ts';
import type { Service, Task } from './state.ts';

const MINUTE_MS = 60_000;
const CPU_UNITS_PER_VCPU = 1024;

type Dimensions = Readonly<Record<string, string>>;
interface Use {
  readonly task: Task;
  readonly cpuPercent: number;
  readonly memoryPercent: number;
}
type Measure = readonly [metricName: string, unit: string, of: (use: Use) => number];

const UTILIZATION: readonly Measure[] = [
  ['CPUUtilization', 'Percent', ({ cpuPercent }) => cpuPercent],
  ['MemoryUtilization', 'Percent', ({ memoryPercent }) => memoryPercent],
];
const INSIGHTS: readonly Measure[] = [
  ['CpuUtilized', 'None', ({ task, cpuPercent }) => (cpuPercent / 100) * cpuOf(task)],
  ['CpuReserved', 'None', ({ task }) => cpuOf(task)],
  [
    'MemoryUtilized',
    'Megabytes',
    ({ task, memoryPercent }) => (memoryPercent / 100) * memoryOf(task),
  ],
  ['MemoryReserved', 'Megabytes', ({ task }) => memoryOf(task)],
];
const ENHANCED: readonly Measure[] = [
  ['TaskCpuUtilization', 'Percent', ({ cpuPercent }) => cpuPercent],
  ['TaskMemoryUtilization', 'Percent', ({ memoryPercent }) => memoryPercent],
];

export interface Meter {
  /** Goes on as long as tasks run. */
  refresh(): void;
}

export function createMeter(ecs: Ecs): Meter {
  const { clock } = ecs.host;
  let scheduled = false;

  function refresh(): void {
    if (scheduled) return;
    scheduled = true;
    clock.at((Math.floor(clock.now() / MINUTE_MS) + 1) * MINUTE_MS, report, 'upkeep');
  }

  function report(): void {
    scheduled = false;
    if (ecs.state.tasksByAddress.size === 0) return;
    const at = clock.now() - MINUTE_MS;
    for (const service of ecs.state.services.values()) reportService(ecs, service, at);
    refresh();
  }

  return { refresh };
}

/** One service: all of its tasks, whatever their colour. */
function reportService(ecs: Ecs, service: Service, at: number): void {
  // A slow burn can make a task ill without any event: the minute is when the scheduler looks again.
  if (service.status !== 'INACTIVE') ecs.wake(service);
  const uses = service.fleets
    .flatMap(({ tasks }) => [...tasks])
    .flatMap((task) => useOf(ecs, task));
  const dimensions = { ClusterName: service.cluster.name, ServiceName: service.name };
  publish(ecs, { namespace: 'AWS/ECS', at, dimensions }, { uses, measures: UTILIZATION });
  const insights = service.cluster.settings.find(({ name }) => name === 'containerInsights')?.value;
  if (insights === 'enabled' || insights === 'enhanced')
    reportInsights(ecs, { service, uses, at, enhanced: insights === 'enhanced' });
}

function reportInsights(
  ecs: Ecs,
  of: { service: Service; uses: readonly Use[]; at: number; enhanced: boolean },
): void {
  const { service, uses, at } = of;
  const ClusterName = service.cluster.name;
  const byService = { ClusterName, ServiceName: service.name };
  const about = { namespace: 'ECS/ContainerInsights', at };
  const measures = of.enhanced ? [...INSIGHTS, ...ENHANCED] : INSIGHTS;
  publish(ecs, { ...about, dimensions: byService }, { uses, measures });
  for (const TaskDefinitionFamily of new Set(uses.map(familyOf)))
    publish(
      ecs,
      { ...about, dimensions: { ClusterName, TaskDefinitionFamily } },
      { uses: uses.filter((use) => familyOf(use) === TaskDefinitionFamily), measures },
    );
  if (of.enhanced)
    for (const use of uses)
      publish(
        ecs,
        { ...about, dimensions: { ...byService, TaskId: use.task.id } },
        { uses: [use], measures: ENHANCED },
      );
  const count = (metricName: string, value: number) =>
    ecs.host.peer('monitoring').publish({
      ...about,
      metricName,
      dimensions: byService,
      unit: 'Count',
      values: [{ value, count: 1 }],
    });
  count('RunningTaskCount', uses.length);
  count('DesiredTaskCount', service.desiredCount);
  count(
    'PendingTaskCount',
    service.fleets.reduce((sum, fleet) => sum + pendingCount(fleet), 0),
  );
  count('TaskSetCount', service.controller === 'ECS' ? 0 : service.fleets.length);
  count('DeploymentCount', service.controller === 'ECS' ? service.fleets.length : 0);
}

function publish(
  ecs: Ecs,
  about: Pick<ServiceDatum, 'namespace' | 'at'> & { dimensions: Dimensions },
  of: { uses: readonly Use[]; measures: readonly Measure[] },
): void {
  if (of.uses.length === 0) return;
  for (const [metricName, unit, measure] of of.measures)
    ecs.host.peer('monitoring').publish({
      ...about,
      metricName,
      unit,
      values: of.uses.map((use) => ({ value: rounded(measure(use)), count: 1 })),
    });
}

function useOf(ecs: Ecs, task: Task): readonly Use[] {
  const conduct = task.lastStatus === 'RUNNING' ? conductAt(ecs, task) : undefined;
  return conduct === undefined ? [] : [{ task, ...conduct }];
}

const familyOf = ({ task }: Use): string => task.revision.family;

const cpuOf = ({ revision }: Task): number => Number(revision.definition.cpu ?? CPU_UNITS_PER_VCPU);

const memoryOf = ({ revision }: Task): number => Number(revision.definition.memory ?? 0);

const rounded = (value: number): number => Math.round(value * 100) / 100;
