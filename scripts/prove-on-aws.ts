/** Proves open points on a real account, one after the other. It changes things there: see docs/unproven.md. */
import { setTimeout as sleepMs } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Site, siteParameterName, siteSchema } from '../core/contract/site.ts';
import { type Aws, awsCli, textAt } from './prove/aws-cli.ts';
import type { Bed, Point } from './prove/point.ts';
import { points } from './prove/points.ts';

const HELP = `npx tsx scripts/prove-on-aws.ts --account ID --region REGION --service NAME --environment NAME [--only a,b] [--prefix /spillway] --yes

Proves what docs/unproven.md lists, on a service that may be disturbed. Without --yes it only says what it would do.
`;

const { values } = parseArgs({
  options: {
    account: { type: 'string' },
    region: { type: 'string' },
    service: { type: 'string' },
    environment: { type: 'string' },
    only: { type: 'string' },
    prefix: { type: 'string', default: '/spillway' },
    yes: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

process.exitCode = await main();

async function main(): Promise<number> {
  const { account, region, service, environment, prefix, yes } = values;
  if (values.help || !account || !region || !service || !environment) {
    process.stdout.write(HELP);
    return values.help ? 0 : 2;
  }
  if (/^prod/.test(environment)) return refuse('production is no place to try things');
  const chosen = choose(values.only?.split(','));
  if (typeof chosen === 'string') return refuse(chosen);
  if (!yes) {
    for (const { id, how } of chosen) process.stdout.write(`${id}: ${how}\n`);
    process.stdout.write('nothing was done; --yes does it\n');
    return 0;
  }
  const aws = awsCli(region);
  const here = textAt(aws.call('sts', 'get-caller-identity', {}), 'Account');
  if (here !== account) return refuse(`these are credentials of ${here}, not of ${account}`);
  const site = readSite(aws, siteParameterName(prefix, { service, environment }));
  const bed: Bed = { aws, site, nowMs: Date.now, sleep: (seconds) => sleepMs(seconds * 1000) };
  return prove(chosen, bed);
}

function refuse(reason: string): number {
  process.stderr.write(`${reason}\n`);
  return 2;
}

/** Those that a script can prove, in their order, or what is wrong with the choice. */
function choose(only: readonly string[] | undefined): readonly Point[] | string {
  const provable = points.filter(({ prove }) => prove !== undefined);
  const unknown = (only ?? []).filter((id) => !provable.some((point) => point.id === id));
  if (unknown.length > 0) return `no script proves ${unknown.join(', ')}`;
  return provable.filter(({ id }) => only === undefined || only.includes(id));
}

function readSite(aws: Aws, Name: string): Site {
  const answer = aws.call('ssm', 'get-parameter', { Name });
  return siteSchema.parse(JSON.parse(textAt(answer, 'Parameter', 'Value')));
}

/** A point that fails is an answer too, and the next one is asked all the same. */
async function prove(chosen: readonly Point[], bed: Bed): Promise<number> {
  let failures = 0;
  for (const { id, question, assumed, prove: ask } of chosen) {
    process.stdout.write(`\n${id}\n  ${question}\n  assumed: ${assumed}\n`);
    try {
      process.stdout.write(`  found:   ${await ask?.(bed)}\n`);
    } catch (error) {
      failures += 1;
      process.stdout.write(`  failed:  ${error instanceof Error ? error.message : error}\n`);
    }
  }
  return failures === 0 ? 0 : 1;
}
