// Rolling deployments: new tasks in, old tasks out, within the limits of the deployment configuration.
import { watchAlarms } from './alarms.ts';
import { failureThreshold } from './circuit-breaker.ts';
import type { Ecs } from './ecs.ts';
import { invalid } from './errors.ts';
import { emitDeploymentChange, say } from './events.ts';
import { aliveIn, createFleet, FLEETS_MAX, isGone, isSteady, primaryOf, roomFor } from './fleet.ts';
import type { Fleet, LaunchSettings, Revision, Rollout, Service } from './state.ts';
import { UNPROVEN } from './unproven.ts';

const DEFAULT_MINIMUM_PERCENT = 100;

export function startDeployment(
  ecs: Ecs,
  service: Service,
  { revision, launch }: { revision: Revision; launch: LaunchSettings },
): void {
  if (service.fleets.length >= FLEETS_MAX)
    throw invalid(`${FLEETS_MAX} active deployments exist, unable to create new deployment.`);
  const rollout: Rollout = {
    state: 'IN_PROGRESS',
    reason: '',
    failedTasks: 0,
    steadySinceMs: undefined,
    watch: undefined,
  };
  const fleet = createFleet(ecs, { service, revision, launch, status: 'PRIMARY', rollout });
  makePrimary(ecs, fleet, `ECS deployment ${fleet.id} in progress.`);
  const stop = () => fail(ecs, fleet, { what: 'alarm detected', prefix: 'ECS deployment failed' });
  watchAlarms(ecs, fleet, stop);
}

/** Decides how many tasks each deployment should have now, and whether the newest has come to its end. */
export function reviewRollout(ecs: Ecs, service: Service): void {
  const primary = primaryOf(service);
  if (primary?.rollout === undefined) return;
  giveUpIfFailing(ecs, primary, primary.rollout);
  const current = primaryOf(service) ?? primary;
  plan(service, current);
  if (current.rollout !== undefined) completeIfSteady(ecs, current, current.rollout);
}

function giveUpIfFailing(ecs: Ecs, fleet: Fleet, rollout: Rollout): void {
  const { configuration, desiredCount } = fleet.service;
  const threshold = failureThreshold(configuration, desiredCount);
  if (rollout.state !== 'IN_PROGRESS' || threshold === undefined) return;
  if (rollout.failedTasks < threshold) return;
  const rollback = configuration.deploymentCircuitBreaker?.rollback === true;
  fail(ecs, fleet, {
    what: 'tasks failed to start',
    prefix: 'ECS deployment circuit breaker',
    rollback,
  });
}

function fail(
  ecs: Ecs,
  fleet: Fleet,
  why: { what: string; prefix: string; rollback?: boolean },
): void {
  const { rollout, service } = fleet;
  if (rollout?.state !== 'IN_PROGRESS') return;
  rollout.state = 'FAILED';
  rollout.reason = `${why.prefix}: ${why.what}.`;
  rollout.watch?.cancel();
  say(
    ecs,
    service,
    `(service ${service.name}) (deployment ${fleet.id}) deployment failed: ${why.what}.`,
  );
  emitDeploymentChange(ecs, fleet);
  const back = service.lastCompleted;
  const wanted = why.rollback ?? service.configuration.alarms?.rollback === true;
  if (wanted && back !== undefined && back !== fleet) rollBack(ecs, back, why.prefix);
  ecs.wake(service);
}

function rollBack(ecs: Ecs, back: Fleet, prefix: string): void {
  const { rollout, service } = back;
  if (rollout === undefined) return;
  rollout.state = 'IN_PROGRESS';
  rollout.failedTasks = 0;
  rollout.steadySinceMs = undefined;
  say(ecs, service, `(service ${service.name}) rolling back to (deployment ${back.id}).`);
  makePrimary(ecs, back, `${prefix}: rolling back to deploymentId ${back.id}.`);
}

function makePrimary(ecs: Ecs, fleet: Fleet, reason: string): void {
  const { service, rollout } = fleet;
  for (const other of service.fleets) other.status = 'ACTIVE';
  fleet.status = 'PRIMARY';
  fleet.updatedAt = ecs.host.clock.date();
  service.fleets = [fleet, ...service.fleets.filter((other) => other !== fleet)];
  service.launch = fleet.launch;
  service.steady = false;
  if (rollout !== undefined) rollout.reason = reason;
  emitDeploymentChange(ecs, fleet);
  ecs.wake(service);
}

/** The fewest healthy tasks are rounded up, as the most are rounded down. */
function plan(service: Service, primary: Fleet): void {
  const { desiredCount, configuration } = service;
  const { minimumHealthyPercent } = configuration;
  const share = minimumHealthyPercent ?? DEFAULT_MINIMUM_PERCENT;
  const fewest = Math.ceil((desiredCount * share) / 100);
  const older = service.fleets.filter((fleet) => fleet !== primary);
  const present = aliveIn(primary).length;
  primary.wanted = Math.min(desiredCount, present + Math.max(0, roomFor(primary)));
  if (primary.rollout?.state === 'FAILED') return;
  let spare = healthyIn(service.fleets) - fewest;
  for (const fleet of older) {
    const healthy = healthyIn([fleet]);
    const leaving = Math.max(0, Math.min(healthy, spare));
    spare -= leaving;
    // Tasks that are not healthy hold nobody up.
    fleet.wanted = healthy - leaving;
  }
}

function completeIfSteady(ecs: Ecs, fleet: Fleet, rollout: Rollout): void {
  const { service } = fleet;
  if (rollout.state !== 'IN_PROGRESS') return;
  const older = service.fleets.filter((other) => other !== fleet);
  const ready = fleet.wanted === service.desiredCount && isSteady(fleet) && older.every(isGone);
  if (!ready) {
    rollout.steadySinceMs = undefined;
    return;
  }
  const now = ecs.host.clock.now();
  rollout.steadySinceMs ??= now;
  const doneAt = rollout.steadySinceMs + bakeMs(service);
  if (now >= doneAt) complete(ecs, fleet, rollout);
  else ecs.wake(service, doneAt);
}

function complete(ecs: Ecs, fleet: Fleet, rollout: Rollout): void {
  const { service } = fleet;
  rollout.state = 'COMPLETED';
  rollout.reason = `ECS deployment ${fleet.id} completed.`;
  rollout.watch?.cancel();
  service.fleets = [fleet];
  service.lastCompleted = fleet;
  say(ecs, service, `(service ${service.name}) (deployment ${fleet.id}) deployment completed.`);
  emitDeploymentChange(ecs, fleet);
}

function bakeMs({ configuration }: Service): number {
  const watched = configuration.alarms?.enable === true;
  const byDefault = watched ? UNPROVEN.rollingBakeMinutesByDefault : 0;
  return (configuration.bakeTimeInMinutes ?? byDefault) * 60_000;
}

const healthyIn = (fleets: readonly Fleet[]): number =>
  fleets.reduce((total, fleet) => total + aliveIn(fleet).filter(({ proven }) => proven).length, 0);
