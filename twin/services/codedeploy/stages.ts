// The road of an ECS deployment, stage by stage.
import type { AppSpec, HookName } from './app-spec.ts';
import { stoppedByReadyTimeout } from './halt.ts';
import { runHook } from './hooks.ts';
import { step } from './lifecycle.ts';
import {
  checkListeners,
  checkProduction,
  productionListener,
  readPair,
  shiftListener,
  testListener,
} from './load-balancer.ts';
import { announce } from './notifications.ts';
import type { Run } from './run.ts';
import type { Fleets } from './state.ts';
import {
  awaitSteadyGreen,
  createGreen,
  deleteTaskSet,
  makePrimary,
  primaryOf,
  readService,
  refreshViews,
  sleepWhileSteady,
} from './task-sets.ts';
import { trafficSteps } from './traffic-steps.ts';
import type { CodeDeployBehaviour } from './unproven.ts';

type Stage = (run: Run, spec: AppSpec) => Promise<void>;

const MINUTE_MS = 60_000;

export const stages = (behaviour: CodeDeployBehaviour): readonly Stage[] => [
  hook('BeforeInstall'),
  install,
  hook('AfterInstall'),
  allowTestTraffic,
  afterAllowTestTraffic,
  ...(behaviour.readyBeforeBeforeAllowTraffic
    ? [awaitReady, hook('BeforeAllowTraffic')]
    : [hook('BeforeAllowTraffic'), awaitReady]),
  allowTraffic,
  hook('AfterAllowTraffic'),
  terminateBlue,
];

function hook(name: HookName): Stage {
  return (run, spec) =>
    step(run, name, async () => {
      const functionName = spec.hooks.get(name);
      if (functionName !== undefined) await runHook(run, name, functionName);
    });
}

const install: Stage = (run, spec) =>
  step(run, 'Install', async () => {
    const primary = primaryOf(await readService(run));
    const primaryArn = primary.loadBalancers?.[0]?.targetGroupArn ?? '';
    const { pair, names } = await readPair(run, primaryArn);
    await checkListeners(run, pair);
    run.deployment.interrupt.check();
    if (run.behaviour.installPutsGreenBehindListener)
      await shiftListener(run, productionListener(run.deployment.settings), pair, 0);
    const greenId = await createGreen(run, primary, spec, pair.green);
    const fleets: Fleets = {
      pair,
      names,
      blueId: primary.id ?? '',
      greenId,
      greenPercent: 0,
      shifting: false,
    };
    run.deployment.fleets = fleets;
    await refreshViews(run, fleets);
    await awaitSteadyGreen(run, fleets.greenId);
    await refreshViews(run, fleets);
  });

const allowTestTraffic: Stage = (run) =>
  step(run, 'AllowTestTraffic', async () => {
    const listenerArn = testListener(run.deployment.settings);
    const { pair } = fleetsOf(run);
    if (listenerArn !== undefined) await shiftListener(run, listenerArn, pair, 100);
  });

/** Without a test listener there is nothing that the hook could test. */
const afterAllowTestTraffic: Stage = (run, spec) =>
  testListener(run.deployment.settings) === undefined
    ? step(run, 'AfterAllowTestTraffic', async () => {})
    : hook('AfterAllowTestTraffic')(run, spec);

const awaitReady: Stage = async (run) => {
  const { deployment } = run;
  const { actionOnTimeout, waitTimeInMinutes = 0 } =
    deployment.settings.blueGreen.deploymentReadyOption ?? {};
  if (actionOnTimeout !== 'STOP_DEPLOYMENT') return;
  deployment.interrupt.check();
  deployment.status = 'Ready';
  deployment.target.status = 'Ready';
  const wait = deployment.interrupt.wait(waitTimeInMinutes * MINUTE_MS, 'deadline');
  deployment.waiting = { type: 'READY_WAIT', wait };
  announce(run, 'READY');
  const outcome = await wait.outcome;
  deployment.waiting = undefined;
  if (outcome === 'expired') throw stoppedByReadyTimeout(waitTimeInMinutes);
  deployment.status = 'InProgress';
  deployment.target.status = 'InProgress';
};

const allowTraffic: Stage = (run) =>
  step(run, 'AllowTraffic', async () => {
    const { deployment, behaviour } = run;
    const fleets = fleetsOf(run);
    const listenerArn = productionListener(deployment.settings);
    if (behaviour.listenerCheckedAgainBeforeShift) await checkProduction(run, fleets.pair);
    for (const { greenPercent, holdMs } of trafficSteps(deployment.routing)) {
      deployment.interrupt.check();
      fleets.shifting = true;
      fleets.greenPercent = greenPercent;
      await shiftListener(run, listenerArn, fleets.pair, greenPercent);
      await refreshViews(run, fleets);
      await sleepWhileSteady(run, fleets.greenId, holdMs);
    }
    await makePrimary(run, fleets.greenId);
    await refreshViews(run, fleets);
  });

const terminateBlue: Stage = async (run) => {
  const { deployment, behaviour } = run;
  const { terminationWaitTimeInMinutes = 0 } =
    deployment.settings.blueGreen.terminateBlueInstancesOnDeploymentSuccess ?? {};
  deployment.target.status = 'Succeeded';
  if (terminationWaitTimeInMinutes > 0) {
    deployment.status = behaviour.terminationWaitStatus;
    const wait = deployment.interrupt.wait(terminationWaitTimeInMinutes * MINUTE_MS);
    deployment.waiting = { type: 'TERMINATION_WAIT', wait };
    await wait.outcome;
    deployment.waiting = undefined;
  }
  deployment.interrupt.check();
  const fleets = fleetsOf(run);
  await deleteTaskSet(run, fleets.blueId);
  await refreshViews(run, fleets);
};

/** The fleets once Install is over. */
function fleetsOf({ deployment }: Run): Fleets {
  if (deployment.fleets !== undefined) return deployment.fleets;
  throw new Error('the replacement task set does not exist yet');
}
