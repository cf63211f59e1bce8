// A thread of a campaign: judges one history after the other, as long as it is given some.
import { parentPort, workerData } from 'node:worker_threads';
import { campaignAssemblies } from './assembly.ts';
import type { History } from './history.ts';
import { crashed, judgeHistory } from './seed.ts';

const { app } = workerData as { readonly app: string | undefined };
const assemblyOf = campaignAssemblies(app);

let current: History | undefined;

parentPort?.on('message', async (history: History) => {
  current = history;
  const verdict = await judgeHistory(history, { assemblyOf, nowMs: () => performance.now() });
  if (current === history) parentPort?.postMessage(verdict);
});

// What nobody waits for fails its history, not the campaign.
process.on('unhandledRejection', (error) => {
  if (current === undefined) throw error;
  const history = current;
  current = undefined;
  parentPort?.postMessage(crashed(history, error, 0));
});
