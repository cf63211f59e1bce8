/** `spillway up` as a child process, and its console's own addresses to look at it and to turn its clock. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Demonstration {
  /** With the token of this start. */
  readonly url: string;
  /** The first time that a release of the service looks as it is wanted. */
  waitFor(wanted: (release: SeenRelease, now: string) => boolean): Promise<SeenRelease>;
  turnClock(speed: number | 'stopped'): Promise<void>;
  stop(): Promise<void>;
}

/** What the console says about one release. */
export interface SeenRelease {
  readonly releaseId: string;
  readonly version: string;
  readonly status: string;
  readonly environment: string;
  readonly weightPercent: number | null;
  /** When its ledger last grew. */
  readonly updatedAt: string;
}

const DOOR = join(import.meta.dirname, '../bin/spillway.mjs');
const READY = /^console ready on (\S+)/;
const LOOK_MS = 250;
/** Ten minutes, when nothing is as it should be. */
const LOOKS_MAX = 2400;

export async function startDemonstration(options: {
  readonly speed: number;
  readonly seed: number;
}): Promise<Demonstration> {
  const { speed, seed } = options;
  const args = [DOOR, 'up', '--port', '0', '--speed', String(speed), '--seed', String(seed)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const url = await readAddress(child.stdout);
  const { origin, hash } = new URL(url);
  const headers = { authorization: `Bearer ${hash.slice(1)}` };
  return {
    url,
    async waitFor(wanted) {
      for (let look = 0; look < LOOKS_MAX; look += 1) {
        const { now, releases } = await read(`${origin}/api/history`, headers);
        const found = releases.find((release) => wanted(release, now));
        if (found !== undefined) return found;
        await sleep(LOOK_MS);
      }
      throw new Error('no release came to look as it was wanted');
    },
    async turnClock(wanted) {
      const response = await fetch(`${origin}/api/twin`, {
        method: 'POST',
        headers: { ...headers, origin, 'content-type': 'application/json' },
        body: JSON.stringify({ kind: 'speed', speed: wanted }),
      });
      if (!response.ok) throw new Error(`the clock cannot be turned: ${await response.text()}`);
    },
    async stop() {
      child.kill('SIGINT');
      await ended;
    },
  };
}

async function readAddress(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const url = READY.exec(line)?.[1];
    // What is told afterwards is nobody's here, but it has to go somewhere.
    if (url !== undefined) {
      output.resume();
      return url;
    }
  }
  throw new Error('the demonstration ended before its console was ready');
}

async function read(
  address: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly now: string; readonly releases: readonly SeenRelease[] }> {
  const response = await fetch(address, { headers });
  if (!response.ok) throw new Error(`${address} answers ${response.status}`);
  return (await response.json()) as { now: string; releases: readonly SeenRelease[] };
}
