// A rehearsal as a person writes it: which version of which service, how it behaves, and what happens on the way.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { releaseActions } from '../core/contract/decision.ts';
import { suggest } from '../core/spec/index.ts';
import { behaviourSchema } from '../twin/scenario/behaviour-schema.ts';
import { duration } from '../twin/scenario/duration.ts';
import { happeningSchema } from '../twin/scenario/schema.ts';

const by = z.string().min(1).default('operator').describe('Who decides');

const action = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('kill-execution'),
    at: duration(),
    machine: z.string().default('release').describe('A machine of the release, by its short name'),
  }),
  z.strictObject({ do: z.literal('push-again'), at: duration() }),
  z.strictObject({ do: z.literal('push'), at: duration(), version: z.string() }),
  z.strictObject({ do: z.literal('delete-image'), at: duration() }),
  z.strictObject({ do: z.literal('roll-back'), at: duration(), by }),
  z.strictObject({
    do: z.literal('decide'),
    at: duration(),
    decision: z.enum(releaseActions).describe('About the release that moves, or moved last'),
    by,
  }),
  z.strictObject({ do: z.literal('raise-alarm'), at: duration(), metric: z.string() }),
]);

export const rehearsalSchema = z.strictObject({
  name: z.string().min(1),
  description: z.string().default(''),
  service: z.string().default('auth-service'),
  version: z.string().default('v1.1.0').describe('The tag that is pushed'),
  commit: z
    .string()
    .optional()
    .describe('Nothing is pushed: the release starts from this commit, and its build pushes'),
  behaviour: behaviourSchema.default({}).describe('How the pushed version behaves'),
  fromWeight: z
    .number()
    .int()
    .min(0)
    .max(100)
    .default(10)
    .describe('The version behaves so from this share of production traffic on; 0: from its start'),
  requestsPerSecond: z.number().min(0).default(50).describe('Of the service in production'),
  stagingRequestsPerSecond: z.number().min(0).default(5),
  signed: z
    .boolean()
    .default(true)
    .describe('Whether whoever pushes may sign, where the registry signs'),
  architectures: z
    .tuple([z.string()], z.string())
    .optional()
    .describe('What the pushed image is for; what the service runs on when absent'),
  serving: z
    .record(z.string(), z.string())
    .default({ 'user-service': 'v3.0.0', 'product-service': 'v3.0.0' })
    .describe('What other services were promoted to before, by service'),
  approve: z.boolean().default(true).describe('Whether somebody approves what waits for approval'),
  actions: z.array(action).max(100).default([]).describe('Since the push'),
  timeline: z.array(happeningSchema).max(1000).default([]).describe('Since the push'),
  hoursMax: z
    .number()
    .positive()
    .max(24 * 14)
    .default(12)
    .describe('When the rehearsal gives up'),
});

export type RehearsalScenario = z.output<typeof rehearsalSchema>;
export type RehearsalAction = z.output<typeof action>;

const NAMED = join(import.meta.dirname, 'scenarios');

/** What is wrong with a scenario, everything at once. */
export class BadScenario extends Error {
  override readonly name = 'BadScenario';
}

export const scenarioNames = (): readonly string[] =>
  readdirSync(NAMED)
    .map((file) => file.replace('.yaml', ''))
    .sort();

/** One of Spillway's own by name, or a file. */
export function loadScenario(nameOrFile: string): RehearsalScenario {
  const file = /[./\\]/.test(nameOrFile) ? nameOrFile : join(NAMED, `${nameOrFile}.yaml`);
  return readScenarioText(readOrExplain(file, nameOrFile));
}

export function readScenarioText(text: string): RehearsalScenario {
  const result = rehearsalSchema.safeParse(parseYaml(text));
  if (result.success) return result.data;
  throw new BadScenario(`the scenario is not valid:\n${z.prettifyError(result.error)}`);
}

function parseYaml(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 100 });
  } catch (cause) {
    throw new BadScenario(`the scenario is no YAML: ${(cause as Error).message}`, { cause });
  }
}

function readOrExplain(file: string, wanted: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const names = scenarioNames();
    const nearest = suggest(wanted, names);
    const hint =
      nearest === undefined ? `there are ${names.join(', ')}` : `did you mean ${nearest}?`;
    const said = file.startsWith(NAMED)
      ? `there is no scenario ${wanted}; ${hint}`
      : `${wanted} cannot be read`;
    throw new BadScenario(said, { cause });
  }
}
