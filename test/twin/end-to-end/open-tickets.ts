// The tickets app on a twin, with its first version, its users, and somebody who watches the weights.
import { createAccount } from '../../../twin/account.ts';
import { type Assembly, deployAssembly } from '../../../twin/assembly/index.ts';
import { playScenario } from '../../../twin/scenario/play-scenario.ts';
import { readScenario } from '../../../twin/scenario/read-scenario.ts';
import { DEFAULT_REGION as region, type Twin } from '../../../twin/twin.ts';
import { NAMES } from './app.ts';
import { askBalancer, type Weights } from './ask-balancer.ts';
import { askDeployments } from './ask-deployments.ts';
import { askMetrics } from './ask-metrics.ts';

const MINUTE_MS = 60_000;
const LOOK_EVERY_MS = 10_000;

/** Fifty people a second; images tagged `bad` fail every other of them, `sick` ones a smoke test. */
const SCENARIO = readScenario(`
name: tickets
users:
  - { name: buyers, listener: { loadBalancer: ${NAMES.loadBalancer}, port: 80 }, requestsPerSecond: 50 }
versions:
  - { image: { tag: 'bad*' }, behaviour: { startSeconds: 20, overload: { aboveRequestsPerSecond: 1, errorRate: 0.5 } } }
  - { image: { tag: 'sick*' }, behaviour: { startSeconds: 20, paths: [{ path: /smoke, status: 500 }] } }
  - { image: {}, behaviour: { startSeconds: 20 } }
`);

export async function openTickets(assembly: Assembly) {
  const { twin, iam } = createAccount();
  const stacks = assembly.stacks.filter(({ stackName }) => stackName === 'Images');
  const begun = await deployAssembly(twin, { ...assembly, stacks }, { iam, region, steady: true });
  const push = (tag: string) =>
    twin.peer('ecr', region).push({ repositoryName: NAMES.repository, tags: [tag] });
  push('v1');
  const deployment = await begun.update(assembly);
  const users = playScenario(SCENARIO, twin, region);
  const balancer = askBalancer(twin);
  const watch = watchWeights(twin, balancer.weights);
  // Health checks and alarms need some minutes until they are calm.
  await watch.pass(5);
  return {
    ...{ twin, iam, deployment, users, push, balancer },
    ...watch,
    metrics: askMetrics(twin),
    deployments: askDeployments(twin),
  };
}

export type Tickets = Awaited<ReturnType<typeof openTickets>>;

function watchWeights({ clock, pump }: Twin, weights: () => Promise<Weights>) {
  const seen: { readonly at: number; readonly weights: Weights }[] = [];

  /** Lets time pass until it is so; true if it came to be. */
  async function until(isSo: () => boolean | Promise<boolean>, minutesMax = 180): Promise<boolean> {
    const last = clock.now() + minutesMax * MINUTE_MS;
    while (clock.now() < last) {
      await pump.run(Math.min(last, clock.now() + LOOK_EVERY_MS));
      const now = await weights();
      if (String(seen.at(-1)?.weights) !== String(now))
        seen.push({ at: clock.now(), weights: now });
      if (await isSo()) return true;
    }
    return false;
  }

  return {
    until,
    pass: async (minutes: number): Promise<void> => void (await until(() => false, minutes)),
    /** The weights of production that were seen while time passed, and since when. */
    seen,
    /** Minutes between one change of the weights and the next. */
    steps: () =>
      seen.slice(1).map(({ at }, index) => Math.round((at - (seen[index]?.at ?? 0)) / MINUTE_MS)),
    now: () => clock.now(),
  };
}
