// Many histories on several threads, and what they add up to.
import { Worker } from 'node:worker_threads';
import { drawHistory } from '../faults/swarm.ts';
import type { History, Mix, Way } from './history.ts';
import { type CampaignReport, emptyReport, include } from './report.ts';
import { mixOf } from './seed.ts';
import type { SeedVerdict } from './verdict.ts';

export interface Campaign {
  readonly histories: Iterable<History>;
  readonly threads: number;
  /** The folder of an assembly for all histories; without it, each has the one of its way. */
  readonly app: string | undefined;
  readonly nowMs: () => number;
  /** Stops early, as soon as the running histories are done. */
  readonly enough?: (report: CampaignReport) => boolean;
  readonly onVerdict?: (report: CampaignReport, verdict: SeedVerdict) => void;
}

export async function runCampaign(campaign: Campaign): Promise<CampaignReport> {
  const startedMs = campaign.nowMs();
  const queue = campaign.histories[Symbol.iterator]();
  let report = emptyReport;
  const receive = (verdict: SeedVerdict) => {
    report = include(report, verdict, campaign.nowMs() - startedMs);
    campaign.onVerdict?.(report, verdict);
  };
  const next = (): History | undefined => {
    const { done, value } = queue.next();
    return done === true || campaign.enough?.(report) === true ? undefined : value;
  };
  await Promise.all(
    Array.from({ length: campaign.threads }, () => runThread(campaign.app, next, receive)),
  );
  return report;
}

/** Histories of seeds in a row; each seed has a mix and a way of its own where none is wanted. */
export function* historiesOf(seeds: {
  readonly from: number;
  readonly count: number;
  readonly mix: Mix | undefined;
  readonly way: Way | undefined;
}): Generator<History> {
  for (let seed = seeds.from; seed < seeds.from + seeds.count; seed += 1) {
    yield drawHistory(seed, mixOf(seed, seeds.mix), seeds.way);
  }
}

function runThread(
  app: string | undefined,
  next: () => History | undefined,
  receive: (verdict: SeedVerdict) => void,
): Promise<void> {
  const worker = new Worker(new URL('./worker.mjs', import.meta.url), { workerData: { app } });
  return new Promise((resolve, reject) => {
    const goOn = () => {
      const history = next();
      if (history === undefined) worker.terminate().then(() => resolve(), reject);
      else worker.postMessage(history);
    };
    worker.on('error', reject);
    worker.on('message', (verdict: SeedVerdict) => {
      receive(verdict);
      goOn();
    });
    goOn();
  });
}
