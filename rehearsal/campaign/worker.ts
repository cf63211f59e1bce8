// A thread of a campaign: judges one seed after the other, as long as it is given some.
import { parentPort, workerData } from 'node:worker_threads';
import { readAssembly } from '../../twin/assembly/read-assembly.ts';
import { judgeSeed, type Seed } from './seed.ts';

const { folder } = workerData as { readonly folder: string };
const assembly = readAssembly(folder);

parentPort?.on('message', async (seed: Seed) => {
  parentPort?.postMessage(await judgeSeed(seed, { assembly, nowMs: () => performance.now() }));
});
