/** `spillway rehearse`: one release on the twin, from push to its end, and what it showed. */
import { randomInt } from 'node:crypto';
import { rehearse as run } from '../../rehearsal/run.ts';
import {
  BadScenario,
  loadScenario,
  type RehearsalScenario,
  scenarioNames,
} from '../../rehearsal/scenario.ts';
import { shopAssembly } from '../../rehearsal/shop-assembly.ts';
import { readAssembly } from '../../twin/assembly/read-assembly.ts';
import { readArguments, readNumber } from '../arguments.ts';
import { type Command, exitCodes, UsageError } from '../command.ts';
import { refusingUnfit } from '../refusing-unfit.ts';
import { showProgress } from '../rehearsal-progress.ts';
import { renderRehearsal } from '../render/rehearsal.ts';

export const rehearse: Command = {
  name: 'rehearse',
  summary: 'Rehearse a release on the twin: what would happen if it were bad?',
  usage: `Usage: spillway rehearse [SERVICE] [--scenario NAME|FILE] [--errors P%] [--latency MS] [--from-weight N]
                         [--seed N] [--app DIR] [--json]

  SERVICE             a service of the app; default: the scenario's own
  --scenario NAME     good, bad-errors, slow, leak, crash-loop, never-healthy, bad-under-load,
                      slow-burn, no-traffic, killed-execution, throttled, lost-events, ...
  --scenario FILE     one of your own
  --errors P%         the new version answers so many requests with errors
  --latency MS        the new version takes so long
  --from-weight N     it does so once it gets N % of production's users; default 10
  --seed N            the same seed gives the same rehearsal; default 1; "random" draws one
  --app DIR           a synthesised app; default: the shop of examples/
  --json              print one object

Exit code 0 when every release was promoted, 3 when one was rolled back, 1 otherwise.`,
  examples: [
    'spillway rehearse --scenario bad-errors',
    'spillway rehearse auth-service --errors 8% --from-weight 25',
  ],
  words: { '--scenario': scenarioNames() },
  async run(args, io) {
    const { values, positionals } = readArguments(args, {
      scenario: { type: 'string', default: 'good' },
      errors: { type: 'string' },
      latency: { type: 'string' },
      'from-weight': { type: 'string' },
      seed: { type: 'string', default: '1' },
      app: { type: 'string' },
      json: { type: 'boolean', default: false },
    });
    const scenario = asked(loadOrRefuse(values.scenario), { ...values, service: positionals[0] });
    const seed = values.seed === 'random' ? randomInt(2 ** 31) : readNumber('seed', values.seed);
    const progress = showProgress(io);
    const report = await refusingUnfit(async () => {
      progress.say('reading the app');
      const assembly = values.app === undefined ? await shopAssembly() : readAssembly(values.app);
      progress.say('starting it on the twin');
      return run({ scenario, seed, assembly, nowMs: io.nowMs, watch: progress.watch });
    }).finally(progress.end);
    io.out(values.json ? `${JSON.stringify(report, null, 2)}\n` : renderRehearsal(report, io));
    const outcomes = report.releases.map(({ outcome }) => outcome);
    if (outcomes.includes('ROLLED_BACK')) return exitCodes.rolledBack;
    return outcomes.length > 0 && outcomes.every((outcome) => outcome === 'PROMOTED')
      ? exitCodes.done
      : exitCodes.failed;
  },
};

function loadOrRefuse(nameOrFile: string): RehearsalScenario {
  try {
    return loadScenario(nameOrFile);
  } catch (error) {
    if (error instanceof BadScenario) throw new UsageError(error.message);
    throw error;
  }
}

interface Asked {
  readonly service: string | undefined;
  readonly errors?: string | undefined;
  readonly latency?: string | undefined;
  readonly 'from-weight'?: string | undefined;
}

/** Questions on the command line change what the scenario says. */
function asked(scenario: RehearsalScenario, question: Asked): RehearsalScenario {
  const { service, errors, latency, 'from-weight': fromWeight } = question;
  const latencyMs = latency === undefined ? undefined : readNumber('latency', latency);
  const misbehaves = errors !== undefined || latency !== undefined;
  return {
    ...scenario,
    ...(service === undefined ? {} : { service }),
    ...(misbehaves ? { name: 'question' } : {}),
    ...(fromWeight === undefined ? {} : { fromWeight: readWeight(fromWeight) }),
    behaviour: {
      ...scenario.behaviour,
      ...(errors === undefined ? {} : { errorRate: readShare(errors) }),
      ...(latencyMs === undefined ? {} : { latencyMs: { median: latencyMs, p99: 2 * latencyMs } }),
    },
  };
}

function readWeight(text: string): number {
  const weight = readNumber('from-weight', text.replace(/%$/, ''));
  if (Number.isInteger(weight) && weight <= 100) return weight;
  throw new UsageError(`--from-weight takes whole percents up to 100, got "${text}"`);
}

function readShare(text: string): number {
  const percent = Number(/^(\d+(?:\.\d+)?)%?$/.exec(text)?.[1] ?? Number.NaN);
  if (percent >= 0 && percent <= 100) return percent / 100;
  throw new UsageError(`--errors takes a share, as in 8%, got "${text}"`);
}
