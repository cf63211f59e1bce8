// The ECS side of a deployment: what the service runs, green's creation, who is primary, and deletion.
import type * as Ecs from '@aws-sdk/client-ecs';
import type { Service, TaskSet } from '@aws-sdk/client-ecs';
import type { Input, Output } from '../../host/operations.ts';
import type { AppSpec } from './app-spec.ts';
import { failed, type Halt } from './halt.ts';
import type { Run } from './run.ts';
import { haltFor } from './service-role.ts';
import type { Fleets, TaskSetView } from './state.ts';

const POLL_MS = 10_000;
/** While traffic is held; the service is looked at more often when it is not steady. */
const STEADY_POLL_MS = 60_000;
const STEADY_MS_MAX = 60 * 60_000;
/** A service that scales while traffic shifts gets this long to become steady. */
const UNSTEADY_MS_MAX = 5 * 60_000;

export async function readService(run: Run): Promise<Service> {
  const { cluster, service } = run.deployment.settings;
  const { services = [] } = await ecs(run, 'DescribeServices', { cluster, services: [service] });
  const [found] = services;
  if (found === undefined || found.status !== 'ACTIVE')
    throw failed(
      'INVALID_ECS_SERVICE',
      `The ECS service ${service} cannot be found or is inactive.`,
    );
  if (found.deploymentController?.type !== 'CODE_DEPLOY')
    throw failed(
      'INVALID_ECS_SERVICE',
      "Deployment group's ECS service must be configured for a CODE_DEPLOY deployment controller.",
    );
  return found;
}

export function primaryOf(service: Service): TaskSet {
  const primary = service.taskSets?.find(({ status }) => status === 'PRIMARY');
  if (primary !== undefined) return primary;
  throw failed(
    'INVALID_ECS_SERVICE',
    `The ECS service ${service.serviceName} has no primary task set.`,
  );
}

/** What AppSpec leaves out stays as the primary task set has it. */
export async function createGreen(
  run: Run,
  primary: TaskSet,
  spec: AppSpec,
  targetGroupArn: string,
): Promise<string> {
  const { cluster, service } = run.deployment.settings;
  const { taskSet } = await ecs(run, 'CreateTaskSet', {
    cluster,
    service,
    // The token makes a second try after a lost answer harmless.
    clientToken: run.deployment.id,
    externalId: run.deployment.id,
    taskDefinition: spec.taskDefinition,
    loadBalancers: [
      {
        targetGroupArn,
        containerName: spec.containerName,
        containerPort: spec.containerPort,
      },
    ],
    networkConfiguration: networkOf(spec) ?? primary.networkConfiguration,
    platformVersion: spec.platformVersion ?? primary.platformVersion,
    ...launchOf(spec, primary),
    scale: { unit: 'PERCENT', value: 100 },
  });
  return taskSet?.id ?? '';
}

export async function awaitSteadyGreen(run: Run, greenId: string): Promise<void> {
  const { clock } = run.host;
  const deadline = clock.now() + STEADY_MS_MAX;
  while (!(await isSteady(run, greenId))) {
    if (clock.now() >= deadline)
      throw failed(
        'TIMEOUT',
        'The deployment timed out while waiting for the replacement task set to become healthy. This time out period is 60 minutes.',
      );
    await run.deployment.interrupt.sleep(POLL_MS);
  }
}

/** Sleeps while traffic shifts, and fails when green is not steady for five minutes. */
export async function sleepWhileSteady(run: Run, greenId: string, holdMs: number): Promise<void> {
  const { clock } = run.host;
  const until = clock.now() + holdMs;
  let steadyAt = clock.now();
  for (;;) {
    if (await isSteady(run, greenId)) steadyAt = clock.now();
    const unsteadyMs = clock.now() - steadyAt;
    if (unsteadyMs >= UNSTEADY_MS_MAX)
      throw failed(
        'ECS_UPDATE_ERROR',
        'The ECS service did not reach a steady state within 5 minutes while traffic was shifting.',
      );
    const restMs = until - clock.now();
    if (restMs <= 0 && unsteadyMs === 0) return;
    await run.deployment.interrupt.sleep(restMs > 0 ? Math.min(restMs, STEADY_POLL_MS) : POLL_MS);
  }
}
export async function makePrimary(run: Run, taskSetId: string): Promise<void> {
  const { cluster, service } = run.deployment.settings;
  await ecs(run, 'UpdateServicePrimaryTaskSet', { cluster, service, primaryTaskSet: taskSetId });
}

/** Deletes by force: its tasks drain, then stop. */
export async function deleteTaskSet(run: Run, taskSetId: string): Promise<void> {
  const { cluster, service } = run.deployment.settings;
  await ecs(run, 'DeleteTaskSet', { cluster, service, taskSet: taskSetId, force: true });
}

/** Reads the task sets again, for GetDeploymentTarget. */
export async function refreshViews(run: Run, fleets: Fleets): Promise<void> {
  const { taskSets = [] } = await readService(run);
  run.deployment.target.taskSets = taskSets
    .filter(({ id }) => id === fleets.blueId || id === fleets.greenId)
    .map((taskSet) => viewOf(taskSet, fleets));
  run.deployment.target.updatedAt = run.host.clock.date();
}

async function isSteady(run: Run, taskSetId: string): Promise<boolean> {
  const { taskSets = [] } = await readService(run);
  run.deployment.interrupt.check();
  return taskSets.some(
    ({ id, stabilityStatus }) => id === taskSetId && stabilityStatus === 'STEADY_STATE',
  );
}

function viewOf(taskSet: TaskSet, { pair, names, blueId, greenPercent }: Fleets): TaskSetView {
  const isBlue = taskSet.id === blueId;
  return {
    id: taskSet.id ?? '',
    label: isBlue ? 'Blue' : 'Green',
    status: taskSet.status ?? '',
    desiredCount: taskSet.computedDesiredCount ?? 0,
    pendingCount: taskSet.pendingCount ?? 0,
    runningCount: taskSet.runningCount ?? 0,
    targetGroupName: names.get(isBlue ? pair.primary : pair.green) ?? '',
    trafficWeight: isBlue ? 100 - greenPercent : greenPercent,
  };
}

function networkOf({ network }: AppSpec): Ecs.NetworkConfiguration | undefined {
  if (network === undefined) return undefined;
  const { Subnets, SecurityGroups, AssignPublicIp } = network.AwsvpcConfiguration;
  return {
    awsvpcConfiguration: {
      subnets: Subnets,
      securityGroups: SecurityGroups,
      assignPublicIp: AssignPublicIp,
    },
  };
}

function launchOf(
  { capacityProviders }: AppSpec,
  primary: TaskSet,
): Pick<TaskSet, 'launchType' | 'capacityProviderStrategy'> {
  if (capacityProviders === undefined) {
    const inherited = primary.capacityProviderStrategy ?? [];
    return inherited.length > 0
      ? { capacityProviderStrategy: inherited }
      : { launchType: primary.launchType };
  }
  return {
    capacityProviderStrategy: capacityProviders.map(({ CapacityProvider, Base, Weight }) => ({
      capacityProvider: CapacityProvider,
      base: Base,
      weight: Weight,
    })),
  };
}

async function ecs<Name extends string>(
  run: Run,
  operation: Name,
  input: Input<typeof Ecs, Name>,
): Promise<Output<typeof Ecs, Name>> {
  try {
    return await run.role.ecs(operation, input);
  } catch (error) {
    throw haltFor(error, { roleArn: run.role.arn, service: 'ecs', otherwise: notUpdated });
  }
}

const notUpdated = (message: string): Halt =>
  failed(
    'ECS_UPDATE_ERROR',
    `The ECS service cannot be updated due to an unexpected error: ${message}. Check your ECS service status.`,
  );
