// A thread of a campaign: judges one seed after the other, as long as it is given some.
import { parentPort, workerData } from 'node:worker_threads';
import { readAssembly } from '../../twin/assembly/read-assembly.ts';
import { crashed, judgeSeed, type Seed } from './seed.ts';

const { folder } = workerData as { readonly folder: string };
const assembly = readAssembly(folder);

let current: Seed | undefined;

parentPort?.on('message', async (seed: Seed) => {
  current = seed;
  const verdict = await judgeSeed(seed, { assembly, nowMs: () => performance.now() });
  if (current === seed) parentPort?.postMessage(verdict);
});

// What nobody waits for fails its seed, not the campaign.
process.on('unhandledRejection', (error) => {
  if (current === undefined) throw error;
  const seed = current;
  current = undefined;
  parentPort?.postMessage(crashed(seed, error, 0));
});
