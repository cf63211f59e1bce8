/** `spillway up`: an app on a twin, its users at the doors, and the page; of the shop also a good and a bad release. */
import { isTerminal } from '../../core/release/transitions.ts';
import { behaviours } from '../../rehearsal/behaviours.ts';
import { readLedger } from '../../rehearsal/ledger.ts';
import { type LiveShop, openLiveShop } from '../../rehearsal/live-shop.ts';
import { shopAssembly } from '../../rehearsal/shop-assembly.ts';
import { specOf } from '../../rehearsal/spec-of.ts';
import { readAssembly } from '../../twin/assembly/read-assembly.ts';
import { readArguments, readNumber } from '../arguments.ts';
import { type Command, type ExitCode, exitCodes, type Io, UsageError } from '../command.ts';
import { explaining } from '../explain-error.ts';
import { openConsole } from '../open-console.ts';
import { pushImage } from '../push-image.ts';
import { refusingUnfit } from '../refusing-unfit.ts';
import { type Story, tellStory } from '../render/story.ts';
import { stopSignal } from '../stop-signal.ts';
import { openDoor, type TwinDoor } from '../twin-door.ts';

interface Wishes {
  readonly port: number;
  readonly speed: number | 'max';
  readonly seed: number;
  readonly once: boolean;
  /** The folder of a synthesised app; the shop when absent. */
  readonly app: string | undefined;
}

/** Fast enough that a canary of two hours is over in forty seconds, slow enough to be watched. */
const SPEED_DEFAULT = 180;
const SERVICE = 'auth-service';
const GOOD = { service: SERVICE, tag: 'v1.1.0', behaviour: 'good' };
const BAD = { service: SERVICE, tag: 'v1.2.0', behaviour: 'weak' };
const LOOK_MS = 300;
/** The demonstration is far quicker; this ends one that hangs. */
const GIVE_UP_MS = 10 * 60_000;

export const up: Command = {
  name: 'up',
  summary: 'Run the shop or your app on a twin, with users, releases and the console',
  usage: `Usage: spillway up [--port P] [--speed N|max] [--seed N] [--app DIR | --once]

  --port P   the console listens on 127.0.0.1:P; default 4400, any free port if 0
  --speed N  virtual seconds for each real one; default ${SPEED_DEFAULT}; max skips what is idle
  --seed N   the same seed gives the same world; default 1
  --app DIR  a synthesised app instead of the shop; what it releases is yours to push
  --once     end when the first good release is promoted and the first bad one rolled back

No account, no cloud, no Docker: everything is in this process. Exit code 0 with --once when
both releases ended as they should.`,
  examples: [
    'spillway up --speed 60',
    'spillway up --once --speed max',
    'spillway up --app cdk.out',
  ],
  async run(args, io) {
    const wishes = readWishes(args);
    io.err('synthesising the app and deploying it on the twin ...\n');
    const { app, speed, seed } = wishes;
    const shop = await refusingUnfit(async () => {
      const assembly = app === undefined ? await shopAssembly() : readAssembly(app);
      return openLiveShop({ assembly, speed, seed, port: 0 });
    });
    return explaining({ name: 'up', io }, () => present(shop, wishes, io)).finally(shop.close);
  },
};

/** Shows it until somebody has seen enough, or with `--once` until both releases have ended. */
async function present(shop: LiveShop, { port, once, app }: Wishes, io: Io): Promise<ExitCode> {
  const env = enterTwin(shop, io.env);
  const opened = await openConsole({ ...io, env }, { port });
  io.out(`console ready on ${opened.url}\n`);
  io.out(`twin    ready on ${shop.served.url}\n\n`);
  const left = new AbortController();
  const outcome =
    app === undefined
      ? demonstrate({ shop, door: openDoor(shop.served.url) }, io, left.signal)
      : invite(shop, io);
  const ended = await Promise.race([
    once ? outcome : outcome.then(() => stopSignal()).then(() => exitCodes.done),
    stopSignal().then((): ExitCode => exitCodes.done),
    shop.served.stopped.then((): ExitCode => exitCodes.failed),
  ]);
  left.abort();
  await opened.close();
  return ended;
}

/** Whoever is at home in another account and region comes to this one all the same. */
function enterTwin({ world, served }: LiveShop, given: Io['env']): Io['env'] {
  const home = {
    AWS_ENDPOINT_URL: served.url,
    AWS_REGION: world.region,
    AWS_ACCESS_KEY_ID: 'twin',
    AWS_SECRET_ACCESS_KEY: 'twin',
  };
  Object.assign(process.env, home);
  for (const name of ['AWS_PROFILE', 'AWS_SESSION_TOKEN']) delete process.env[name];
  return { ...given, ...home };
}

function readWishes(args: readonly string[]): Wishes {
  const { values } = readArguments(args, {
    port: { type: 'string', default: '4400' },
    speed: { type: 'string', default: String(SPEED_DEFAULT) },
    seed: { type: 'string', default: '1' },
    once: { type: 'boolean', default: false },
    app: { type: 'string' },
  });
  if (values.once && values.app !== undefined) {
    throw new UsageError('--once ends the demonstration of the shop; --app has none');
  }
  const speed = values.speed === 'max' ? 'max' : readNumber('speed', values.speed);
  if (speed === 0) throw new UsageError('--speed takes max or a number above 0');
  return {
    port: readNumber('port', values.port),
    speed,
    seed: readNumber('seed', values.seed),
    once: values.once,
    app: values.app,
  };
}

interface Stage {
  readonly shop: LiveShop;
  readonly door: TwinDoor;
}

/** What is released of somebody's app is theirs to say. */
async function invite({ world, served }: LiveShop, io: Io): Promise<ExitCode> {
  const [{ service = '' } = {}] = world.sites;
  io.out('push a version on the page, or from another terminal:\n\n');
  io.out(`  export AWS_ENDPOINT_URL=${served.url} AWS_REGION=${world.region}\n`);
  io.out(`  npx spillway push ${service} v1.1.0 --behaviour errors\n`);
  io.out(`  npx spillway watch ${service}\n`);
  return exitCodes.done;
}

/** First a good version, then one that breaks under load; each told as it goes, while somebody is there. */
async function demonstrate(stage: Stage, io: Io, left: AbortSignal): Promise<ExitCode> {
  const good = await follow(stage, io, GOOD, left);
  if (left.aborted) return exitCodes.failed;
  const bad = await follow(stage, io, BAD, left);
  return good === 'PROMOTED' && bad === 'ROLLED_BACK' ? exitCodes.done : exitCodes.failed;
}

async function follow(
  { shop, door }: Stage,
  io: Io,
  image: typeof GOOD,
  left: AbortSignal,
): Promise<string> {
  const summary = behaviours.find(({ name }) => name === image.behaviour)?.summary ?? '';
  const story: Story = tellStory(io.colour);
  io.out(story.title(`${image.service} ${image.tag}`, `pushed; ${summary}`));
  const { tag, behaviour } = image;
  const { repository, architecture } = await specOf(shop.world, image.service);
  const pushed = { repository, architecture, tag, behaviour, labels: {} };
  const digest = await pushImage(door, pushed);
  const giveUpAt = io.nowMs() + GIVE_UP_MS;
  let told = 0;
  while (!left.aborted && io.nowMs() < giveUpAt) {
    await io.sleep(LOOK_MS);
    const ledgers = await readLedger(shop.world, image.service);
    const mine = ledgers.find(({ record }) => record.artifact.digest === digest);
    if (mine === undefined) continue;
    for (const event of mine.events.slice(told)) io.out(story.event(event));
    told = mine.events.length;
    if (isTerminal(mine.record.status)) {
      io.out(story.end(mine.record));
      return mine.record.status;
    }
  }
  return 'UNFINISHED';
}
