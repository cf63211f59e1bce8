// Many seeds on several threads, and what they add up to.
import { Worker } from 'node:worker_threads';
import type { Mix } from './history.ts';
import { type CampaignReport, emptyReport, include } from './report.ts';
import { mixOf, type Seed } from './seed.ts';
import type { SeedVerdict } from './verdict.ts';

export interface Campaign {
  readonly from: number;
  readonly seeds: number;
  /** Each seed's own when absent. */
  readonly mix?: Mix | undefined;
  readonly threads: number;
  /** The folder of the assembly. */
  readonly folder: string;
  readonly nowMs: () => number;
  /** Stops early, as soon as the running seeds are done. */
  readonly enough?: (report: CampaignReport) => boolean;
  readonly onVerdict?: (report: CampaignReport, verdict: SeedVerdict) => void;
}

export async function runCampaign(campaign: Campaign): Promise<CampaignReport> {
  const startedMs = campaign.nowMs();
  const queue = seedsOf(campaign);
  let report = emptyReport;
  const receive = (verdict: SeedVerdict) => {
    report = include(report, verdict, campaign.nowMs() - startedMs);
    campaign.onVerdict?.(report, verdict);
  };
  const next = () => (campaign.enough?.(report) === true ? undefined : queue.next().value);
  const count = Math.min(campaign.threads, campaign.seeds);
  await Promise.all(Array.from({ length: count }, () => runThread(campaign.folder, next, receive)));
  return report;
}

function* seedsOf({ from, seeds, mix }: Campaign): Generator<Seed, undefined> {
  for (let seed = from; seed < from + seeds; seed += 1) yield { seed, mix: mixOf(seed, mix) };
  return undefined;
}

function runThread(
  folder: string,
  next: () => Seed | undefined,
  receive: (verdict: SeedVerdict) => void,
): Promise<void> {
  const worker = new Worker(new URL('./worker.mjs', import.meta.url), { workerData: { folder } });
  return new Promise((resolve, reject) => {
    const goOn = () => {
      const seed = next();
      if (seed === undefined) worker.terminate().then(() => resolve(), reject);
      else worker.postMessage(seed);
    };
    worker.on('error', reject);
    worker.on('message', (verdict: SeedVerdict) => {
      receive(verdict);
      goOn();
    });
    goOn();
  });
}
