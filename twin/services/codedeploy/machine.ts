// A deployment from Created to its end, and the rollback that may follow.
import { AwsError, LostCall } from '../../host/aws-error.ts';
import { checkAlarmsAtStart, watchAlarms } from './alarms.ts';
import { type AppSpec, parseAppSpec } from './app-spec.ts';
import { failed, Halt } from './halt.ts';
import { abandonSteps, step } from './lifecycle.ts';
import { productionListener, shiftListener, testListener } from './load-balancer.ts';
import { announce, tellTopics } from './notifications.ts';
import type { Run } from './run.ts';
import { canAssume } from './service-role.ts';
import { stages } from './stages.ts';
import type { Deployment, Fleets } from './state.ts';
import { deleteTaskSet, makePrimary, primaryOf, readService, refreshViews } from './task-sets.ts';

/** How long a deployment stays Created. Recorded runs: about three seconds. */
const CREATED_MS = { median: 2000, p99: 5000 };
/** From the revision to the end of the traffic shift, for ECS. */
const SHIFTED_MS_MAX = 120 * 60 * 60_000;
/** A rollback has nothing to provision and begins sooner. */
const ROLLBACK_CREATED_MS = 1000;

/** The lifecycle events of a rollback: it installs nothing. */
const ROLLBACK_STEPS: ReadonlySet<string> = new Set([
  'BeforeAllowTraffic',
  'AllowTraffic',
  'AfterAllowTraffic',
]);

/** Makes the deployment that takes this one back. */
type StartRollback = (of: Deployment) => Run;

export async function deploy(run: Run, startRollback: StartRollback): Promise<void> {
  const { deployment, host } = run;
  const unwatch = watchAlarms(run);
  const deadline = host.clock.after(
    SHIFTED_MS_MAX,
    () => {
      if (deployment.target.status !== 'Succeeded') deployment.interrupt.raise(tookTooLong());
    },
    'upkeep',
  );
  try {
    await deployment.interrupt.sleep(host.random.logNormal(CREATED_MS.median, CREATED_MS.p99));
    begin(run);
    await checkRole(run);
    const spec = readRevision(deployment);
    await checkAlarmsAtStart(run);
    for (const stage of stages(run.behaviour)) await stage(run, spec);
    succeed(run);
  } catch (error) {
    await end(run, haltOf(error), startRollback);
  } finally {
    unwatch();
    deadline.cancel();
  }
}

/** Gives all traffic back to the original task set, then deletes the other one. Alarms are not asked. */
export async function rollBack(run: Run): Promise<void> {
  const { deployment } = run;
  const { fleets } = deployment;
  try {
    await deployment.interrupt.sleep(ROLLBACK_CREATED_MS);
    begin(run);
    for (const entry of deployment.target.steps) {
      if (!ROLLBACK_STEPS.has(entry.name)) entry.status = 'Skipped';
    }
    await step(run, 'BeforeAllowTraffic', async () => {});
    await step(run, 'AllowTraffic', async () => {
      if (fleets !== undefined) await returnTraffic(run, fleets);
    });
    await step(run, 'AfterAllowTraffic', async () => {});
    if (fleets !== undefined) await removeGreen(run, fleets);
    deployment.target.status = 'Succeeded';
    succeed(run);
  } catch (error) {
    await end(run, haltOf(error), undefined);
  }
}

async function returnTraffic(run: Run, fleets: Fleets): Promise<void> {
  const { settings } = run.deployment;
  if (fleets.shifting || run.behaviour.rollbackBeforeShiftRewritesProduction)
    await shiftListener(run, productionListener(settings), fleets.pair, 0);
  fleets.greenPercent = 0;
  const test = testListener(settings);
  if (test !== undefined) await shiftListener(run, test, fleets.pair, 0);
  const primary = primaryOf(await readService(run));
  if (primary.id !== fleets.blueId) await makePrimary(run, fleets.blueId);
}

async function checkRole({ host, role }: Run): Promise<void> {
  if (await canAssume(host, role.arn)) return;
  throw failed('IAM_ROLE_MISSING', `The IAM role ${role.arn} cannot be assumed by CodeDeploy.`);
}

function begin(run: Run): void {
  const { deployment, host } = run;
  deployment.status = 'InProgress';
  deployment.target.status = 'InProgress';
  deployment.startTime = host.clock.date();
  announce(run, 'START');
}

function succeed(run: Run): void {
  const { deployment, host } = run;
  deployment.status = 'Succeeded';
  deployment.completeTime = host.clock.date();
  const { group } = deployment;
  group.active = undefined;
  group.lastSuccessful = deployment;
  announce(run, 'SUCCESS');
}

async function end(run: Run, halt: Halt, startRollback: StartRollback | undefined): Promise<void> {
  const { deployment, host, behaviour } = run;
  abandonSteps(deployment.target.steps, host.clock, halt.message);
  deployment.target.status = 'Failed';
  deployment.waiting = undefined;
  deployment.status = halt.status;
  deployment.error = { code: halt.code, message: halt.message };
  deployment.completeTime = host.clock.date();
  announce(run, halt.status === 'Failed' ? 'FAILURE' : 'STOP');
  if (startRollback !== undefined && wantsRollback(run, halt)) {
    await host.clock.sleep(behaviour.rollbackInfoDelayMs);
    const rollback = startRollback(deployment);
    tellTopics(rollback, 'DeploymentRollback');
    return;
  }
  deployment.group.active = undefined;
  const { fleets } = deployment;
  if (behaviour.stopLeavesGreenRunning || fleets === undefined) return;
  try {
    await returnTraffic(run, fleets);
    await removeGreen(run, fleets);
  } catch (error) {
    // The deployment has ended already: what cannot be cleaned up stays.
    haltOf(error);
  }
}

function wantsRollback({ deployment, behaviour }: Run, halt: Halt): boolean {
  if (deployment.fleets === undefined && !behaviour.rollbackBeforeGreenExists) return false;
  const { enabled = false, events = [] } = deployment.autoRollback ?? {};
  return halt.rollback ?? (enabled && events.includes(halt.event));
}

async function removeGreen(run: Run, fleets: Fleets): Promise<void> {
  await deleteTaskSet(run, fleets.greenId);
  await refreshViews(run, fleets);
}

function readRevision({ revision }: Deployment): AppSpec {
  const parsed = parseAppSpec(revision.appSpecContent?.content ?? revision.string?.content ?? '');
  if ('problem' in parsed) throw failed('INVALID_REVISION', parsed.problem);
  return parsed.spec;
}

/** What goes wrong in a call that no stage explains is CodeDeploy's own failure; anything else is a defect of the twin. */
function haltOf(error: unknown): Halt {
  if (error instanceof Halt) return error;
  if (error instanceof AwsError || error instanceof LostCall)
    return failed('INTERNAL_ERROR', error.message);
  throw error;
}

const tookTooLong = (): Halt =>
  failed('TIMEOUT', 'The deployment did not shift its traffic within 120 hours.');
