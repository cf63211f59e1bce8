/** The control endpoints of a twin, wherever it runs: who answers them is a twin, and nobody else. */
import * as z from 'zod';
import type { FaultRule } from '../twin/kernel/faults.ts';
import type { Scenario } from '../twin/scenario/schema.ts';

export type Version = Scenario['versions'][number];

export interface TwinDoor {
  time(): Promise<TwinTime>;
  setSpeed(speed: TwinTime['speed']): Promise<void>;
  addFaults(rules: readonly FaultRule[]): Promise<void>;
  /** Those that hold now, or will. */
  faults(): Promise<readonly FaultWindow[]>;
  clearFaults(): Promise<void>;
  /** From now on, what matches behaves so. */
  behave(version: Version, region: string): Promise<void>;
}

export type TwinTime = z.infer<typeof timeSchema>;

const timeSchema = z.object({
  now: z.iso.datetime(),
  speed: z.union([z.enum(['max', 'manual']), z.number()]),
});

type FaultWindow = z.infer<typeof faultSchema>;
const faultSchema = z.object({ untilMs: z.number().optional() });
const faultsSchema = z.object({ rules: z.array(faultSchema) });

/** A twin is on this machine, or near it. */
const KNOCK_MS = 2_000;

/** Undefined where the endpoint is no twin: AWS itself, or something else that speaks like it. */
export async function findTwin(
  env: Readonly<Record<string, string | undefined>>,
): Promise<TwinDoor | undefined> {
  const endpoint = env['AWS_ENDPOINT_URL'] ?? '';
  if (!URL.canParse(endpoint)) return undefined;
  const door = openDoor(endpoint);
  try {
    await door.time();
    return door;
  } catch {
    // Whether anybody is there at all, the first call to AWS will tell, and better.
    return undefined;
  }
}

export function openDoor(endpoint: string): TwinDoor {
  async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(new URL(`/_twin/${path}`, endpoint), {
      method,
      signal: AbortSignal.timeout(KNOCK_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = await response.json();
    if (response.ok) return answer;
    throw new Error(`the twin refuses ${method} /_twin/${path}: ${JSON.stringify(answer)}`);
  }
  return {
    time: async () => timeSchema.parse(await ask('GET', 'time')),
    setSpeed: async (speed) => void (await ask('POST', 'speed', { speed })),
    addFaults: async (rules) => void (await ask('POST', 'faults', rules)),
    faults: async () => faultsSchema.parse(await ask('GET', 'faults')).rules,
    clearFaults: async () => void (await ask('DELETE', 'faults')),
    behave: async (version, region) =>
      void (await ask('POST', `versions?region=${encodeURIComponent(region)}`, version)),
  };
}
