// A living release has a running execution and a deadline ahead; every other one is taken back.
import type { EnvironmentState } from '../../aws/environments.ts';
import type { Executions } from '../../aws/executions.ts';
import { setting } from '../../aws/settings.ts';
import { isOverdue } from '../../core/release/deadline.ts';
import { inTurns, type Living, type Sweeping } from './sweeping.ts';

export async function rescueReleases(sweep: Sweeping, living: readonly Living[]): Promise<number> {
  if (living.length === 0) return 0;
  const running = await sweep.executions.running(setting('releaseMachine'));
  const lost = living.filter(
    ({ record, executionArn }) => isOverdue(record, sweep.now) || !running.has(executionArn),
  );
  return inTurns(lost, (each) => sweep.guarded(each.record.releaseId, () => rescue(sweep, each)));
}

async function rescue(
  { desk, executions, now }: Sweeping,
  { record, executionArn }: Living,
): Promise<number> {
  const { releaseId, service } = record;
  const overdue = isOverdue(record, now);
  // The list of those that run is best effort: whoever is not on it is asked by name.
  if (!overdue && (await executions.isRunning(executionArn))) return 0;
  const environment = 'environment' in record ? record.environment : '';
  const place = { service, environment };
  if (environment !== '' && (await isGoingBack(executions, await desk.environments.read(place)))) {
    return 0;
  }
  const minute = Math.floor(now / 60_000);
  const started = await executions.start({
    machineArn: setting('rollbackMachine'),
    name: `sweep-${releaseId}-${minute}`.slice(-80),
    input: {
      releaseId,
      service,
      environment,
      actor: 'spillway:sweep',
      cause: 'lost',
      reason: overdue
        ? 'the deadline of the release has passed'
        : 'the execution of the release is dead',
    },
  });
  return started ? 1 : 0;
}

/** Somebody took the rollback upon itself, and is still at it. */
export const isGoingBack = async (
  executions: Executions,
  { rollbackExecutionArn }: EnvironmentState,
): Promise<boolean> => rollbackExecutionArn !== '' && executions.isRunning(rollbackExecutionArn);
