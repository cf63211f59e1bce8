/** `spillway twin`: a local AWS on a port, for anything that speaks to AWS. */
import {
  AssemblyError,
  createAccount,
  type Deployment,
  deployAssembly,
  playScenario,
  readAssembly,
  type Speed,
  serveTwin,
} from '../../twin/index.ts';
import { readArguments, readNumber } from '../arguments.ts';
import { type Command, type ExitCode, exitCodes, type Io, UsageError } from '../command.ts';
import { explaining } from '../explain-error.ts';
import { readMockConfig } from '../mock-config.ts';
import { safeText } from '../render/safe-text.ts';
import { readScenarioFile } from '../scenario-file.ts';
import { stopSignal } from '../stop-signal.ts';

interface TwinArguments {
  readonly port: number;
  readonly speed: Speed;
  readonly seed: number;
  readonly graceSeconds: number;
  /** Where virtual time begins; the twin's own beginning when absent. */
  readonly startMs: number | undefined;
  readonly app: string | undefined;
  readonly scenario: string | undefined;
  readonly mockConfig: string | undefined;
}

const DEFAULT_PORT = 4566;
const PORT_MAX = 65_535;
const DEFAULT_GRACE_SECONDS = 2;

export const twin: Command = {
  name: 'twin',
  summary: 'Run a local AWS in virtual time, for the aws command, SDKs and CDK apps',
  usage: `Usage: spillway twin [--port P] [--speed max|manual|N] [--app DIR] [--scenario FILE]
                     [--mock-config FILE] [--seed N] [--start TIME] [--grace SECONDS]

  --port P            listen on 127.0.0.1:P; ${DEFAULT_PORT} if not given, any free port if 0
  --speed max         skip idle time while work is waiting, else run with the wall clock (default)
  --speed manual      stand still until POST /_twin/advance {"seconds": n}
  --speed N           N times the speed of the wall clock
  --app DIR           deploy a CDK cloud assembly (cdk.out) first
  --scenario FILE     then let its users come and its timeline happen; docs/twin.md tells how
                      to write one
  --mock-config FILE  answers of tasks, in the format of Step Functions Local
  --seed N            the same seed gives the same ids, latencies and faults; 1 if not given
  --grace SECONDS     at full speed, the real time that clients have to answer a task token
                      before its time-out; ${DEFAULT_GRACE_SECONDS} if not given
  --start TIME        when virtual time begins, as 2027-01-11T09:00:00Z; that very moment if
                      manual, the present otherwise

Any credentials are those of account 123456789012. docs/local-aws.md tells more.`,
  examples: [
    'spillway twin --port 4566 --speed max',
    'aws --endpoint-url http://127.0.0.1:4566 stepfunctions list-state-machines',
    'spillway twin --port 0 --speed manual --app cdk.out --seed 7',
  ],
  async run(args, io) {
    const wanted = readTwinArguments(args, io);
    const scenario =
      wanted.scenario === undefined ? undefined : await readScenarioFile(wanted.scenario);
    const services =
      wanted.mockConfig === undefined
        ? {}
        : { states: { mockConfig: await readMockConfig(wanted.mockConfig) } };
    const { twin: world, iam } = createAccount({
      services,
      seed: wanted.seed,
      ...(wanted.startMs === undefined ? {} : { startMs: wanted.startMs }),
      unknownRoles: wanted.app === undefined ? 'allow' : 'refuse',
    });
    try {
      if (wanted.app !== undefined) {
        const deployment = await deployAssembly(world, readAssembly(wanted.app), { iam });
        report(deployment, io);
        // Its first stack says where the app lives.
        const region = deployment.stacks[0]?.region;
        if (scenario !== undefined && region !== undefined) playScenario(scenario, world, region);
      }
      const { port, speed, graceSeconds } = wanted;
      return await explaining({ name: 'twin', io }, async () => {
        const served = await serveTwin(world, { port, speed, graceMs: graceSeconds * 1000 });
        io.out(`twin ready on ${served.url}\n`);
        await Promise.race([stopSignal(), served.stopped]);
        await served.close();
        return exitCodes.done;
      });
    } catch (error) {
      return explain(error, io);
    }
  },
};

function readTwinArguments(args: readonly string[], io: Io): TwinArguments {
  const { values, positionals } = readArguments(args, {
    port: { type: 'string', default: String(DEFAULT_PORT) },
    speed: { type: 'string', default: 'max' },
    seed: { type: 'string', default: '1' },
    start: { type: 'string' },
    grace: { type: 'string', default: String(DEFAULT_GRACE_SECONDS) },
    app: { type: 'string' },
    scenario: { type: 'string' },
    'mock-config': { type: 'string' },
  });
  if (positionals.length > 0) throw new UsageError(`unexpected "${positionals[0]}"`);
  if (values.scenario !== undefined && values.app === undefined) {
    throw new UsageError('--scenario needs an app to play in: give --app DIR too');
  }
  const speed = readSpeed(values.speed);
  return {
    port: readWhole('port', values.port, PORT_MAX),
    speed,
    seed: readWhole('seed', values.seed, 2 ** 32 - 1),
    graceSeconds: readNumber('grace', values.grace),
    startMs: values.start === undefined ? presentUnlessManual(speed, io) : readTime(values.start),
    app: values.app,
    scenario: values.scenario,
    mockConfig: values['mock-config'],
  };
}

/** Clients outside live in the present; only one who steers time by hand wants it to be the same each time. */
const presentUnlessManual = (speed: Speed, io: Io): number | undefined =>
  speed === 'manual' ? undefined : io.nowMs();

function readSpeed(text: string): Speed {
  if (text === 'max' || text === 'manual') return text;
  const speed = Number(text);
  if (Number.isFinite(speed) && speed > 0) return speed;
  throw new UsageError(`--speed takes max, manual or a number above 0, got "${text}"`);
}

function readWhole(flag: string, text: string, max: number): number {
  const value = readNumber(flag, text);
  if (Number.isInteger(value) && value <= max) return value;
  throw new UsageError(`--${flag} takes a whole number up to ${max}, got "${text}"`);
}

function readTime(text: string): number {
  const time = Date.parse(text);
  if (Number.isFinite(time)) return time;
  throw new UsageError(`--start takes a time such as 2027-01-11T09:00:00Z, got "${text}"`);
}

/** On stderr, so that the line on stdout stays the only one there. */
function report({ stacks, ignored, warnings }: Deployment, io: Io): void {
  const line = (text: string) => io.err(`${safeText(text)}\n`);
  for (const { name, resources, outputs } of stacks) {
    line(`${name}: ${resources.size} resources`);
    for (const [key, value] of Object.entries(outputs)) line(`  ${name}.${key} = ${value}`);
  }
  for (const { stack, logicalId, type, reason } of ignored) {
    line(`ignored: ${stack}/${logicalId} (${type}): ${reason}`);
  }
  for (const warning of warnings) line(`warning: ${warning}`);
}

function explain(error: unknown, io: Io): ExitCode {
  if (error instanceof AssemblyError) {
    io.err(`spillway twin: ${error.message}\n`);
    return exitCodes.badInput;
  }
  throw error;
}
