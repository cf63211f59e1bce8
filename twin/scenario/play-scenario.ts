// Plays a scenario on a running twin: its users come, its versions behave, and its timeline happens.
import type { BuildOutcome, Peers } from '../host/peers.ts';
import type { Clock, Scheduled } from '../kernel/clock.ts';
import type { Faults } from '../kernel/faults.ts';
import type { Random } from '../kernel/random.ts';
import type { Trace } from '../kernel/trace.ts';
import type { Rate } from '../users/rate.ts';
import type { UserGroup } from '../users/user-group.ts';
import { startUsers, type Users } from '../users/users.ts';
import { changeBehaviour, createBehaviourLookup } from '../users/versions.ts';
import { matchesPattern } from '../users/wildcard.ts';
import type { Happening, Scenario, ScenarioUsers } from './schema.ts';

/** What a scenario needs of a twin. */
export interface Stage {
  readonly clock: Clock;
  readonly random: Random;
  readonly faults: Faults;
  readonly trace: Trace;
  peer<Id extends keyof Peers>(id: Id, region: string): Peers[Id];
}

type HappeningOf<Do extends Happening['do']> = Extract<Happening, { do: Do }>;
type Actors = { readonly [Do in Happening['do']]: (happening: HappeningOf<Do>) => void };

/** The users go on until they are stopped; what has not happened by then never does. */
export function playScenario(scenario: Scenario, stage: Stage, region: string): Users {
  const users = startUsers({
    groups: scenario.users.map(toGroup),
    clock: stage.clock,
    random: stage.random.fork('users'),
    balancing: stage.peer('elasticloadbalancing', region),
    ecs: stage.peer('ecs', region),
  });
  stage.peer('ecs', region).setBehaviours(createBehaviourLookup(scenario.versions));
  const actors = createActors({ stage, region, users });
  const planned: Scheduled[] = scenario.timeline.map((happening) =>
    stage.clock.after(happening.at, () => {
      stage.trace.add('scenario', happening);
      act(actors, happening);
    }),
  );
  return {
    ...users,
    stop() {
      for (const each of planned) each.cancel();
      users.stop();
    },
  };
}

function createActors({
  stage,
  region,
  users,
}: {
  stage: Stage;
  region: string;
  users: Users;
}): Actors {
  let builds: readonly HappeningOf<'build'>[] = [];
  return {
    push({ repository, tags, labels, architectures, findings }) {
      stage.peer('ecr', region).push({
        repositoryName: repository,
        tags,
        labels,
        ...(architectures === undefined ? {} : { architectures }),
        ...(findings === undefined ? {} : { scan: { findings: defined(findings) } }),
      });
    },
    traffic: ({ users: name, ...rate }) => users.change(name, toRate(rate)),
    behaviour(version) {
      const ecs = stage.peer('ecs', region);
      ecs.setBehaviours(changeBehaviour(ecs.behaviours(), version));
    },
    fault({ fault, for: lastingMs }) {
      const fromMs = stage.clock.now();
      const window = lastingMs === undefined ? { fromMs } : { fromMs, untilMs: fromMs + lastingMs };
      stage.faults.add({ ...defined(fault), ...window });
    },
    capacity: ({ tasks }) =>
      stage
        .peer('ecs', region)
        .setCapacity(tasks === 'unlimited' ? Number.POSITIVE_INFINITY : tasks),
    crash: ({ service, count }) =>
      void stage.peer('ecs', region).crash({ serviceName: service, count }),
    build(happening) {
      builds = [happening, ...builds];
      stage.peer('codebuild', region).setOutcomes(({ projectName }) => {
        const match = builds.find(({ project }) => matchesPattern(project, projectName));
        return match === undefined ? undefined : toOutcome(match);
      });
    },
  };
}

function act<Do extends Happening['do']>(actors: Actors, happening: HappeningOf<Do>): void {
  const actor: (happening: HappeningOf<Do>) => void = actors[happening.do as Do];
  actor(happening);
}

function toGroup(users: ScenarioUsers): UserGroup {
  return {
    name: users.name,
    listener: users.listener,
    requestsPerSecond: users.requestsPerSecond,
    daily: users.daily,
    bursts: toBursts(users.bursts),
    patienceMs: users.patience,
    requests: users.requests.map(({ host, ...request }) => ({ host, ...request })),
  };
}

/** Only what is said changes. */
const toRate = (
  given: Pick<HappeningOf<'traffic'>, 'requestsPerSecond' | 'daily' | 'bursts'>,
): Partial<Rate> => ({
  ...(given.requestsPerSecond === undefined ? {} : { requestsPerSecond: given.requestsPerSecond }),
  ...(given.daily === undefined ? {} : { daily: given.daily }),
  ...(given.bursts === undefined ? {} : { bursts: toBursts(given.bursts) }),
});

const toBursts = (bursts: ScenarioUsers['bursts']): Rate['bursts'] =>
  bursts && {
    everySeconds: bursts.every / 1000,
    lastingSeconds: bursts.lasting / 1000,
    factor: bursts.factor,
  };

const toOutcome = ({ status, lasting, message }: HappeningOf<'build'>): BuildOutcome => ({
  status,
  ...(lasting === undefined ? {} : { seconds: lasting / 1000 }),
  ...(message === undefined ? {} : { message }),
});

/** Without the members that are undefined, which the schema's types allow and others do not. */
type Defined<T> = T extends unknown
  ? { [Key in keyof T]: undefined extends T[Key] ? Exclude<T[Key], undefined> : T[Key] }
  : never;

const defined = <T extends object>(value: T): Defined<T> =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Defined<T>;
