/** Figures of releases: how fast a bad version loses its users over many seeds, how big functions are, how long a stack takes. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { environmentNames } from '../../core/contract/environment-names.ts';
import { functionSubstitutions } from '../../core/contract/substitutions.ts';
import { defineShop } from '../../examples/shop/shop.ts';
import { bundleFunctions } from '../../lib/bundle-functions.ts';
import type { ReleaseReport } from '../../rehearsal/report.ts';
import { rehearse } from '../../rehearsal/run.ts';
import { loadScenario } from '../../rehearsal/scenario.ts';
import { shopAssembly } from '../../rehearsal/shop-assembly.ts';

const NAMES = [...Object.keys(functionSubstitutions), 'sweep-releases', 'operate-release'];
const SEEDS = Number(process.env['SEEDS'] ?? 50);

export const secondsFromBreachVisibleToNoTrafficP50 = () => percentile(0.5, 'breachVisibleAt');
export const secondsFromBreachVisibleToNoTrafficP99 = () => percentile(0.99, 'breachVisibleAt');
export const secondsFromAlarmToNoTrafficP50 = () => percentile(0.5, 'alarmAt');
export const secondsFromAlarmToNoTrafficP99 = () => percentile(0.99, 'alarmAt');

/** Until the load balancer has said yes: what follows is its own. */
export const secondsFromAlarmToWithdrawnP50 = () => percentile(0.5, 'alarmAt', 'withdrawnAt');
export const secondsFromAlarmToWithdrawnP99 = () => percentile(0.99, 'alarmAt', 'withdrawnAt');

export const bytesOfSmallestFunction = () => Math.min(...bundles().map(({ bytes }) => bytes));
export const bytesOfBiggestFunction = () => Math.max(...bundles().map(({ bytes }) => bytes));

/** All of them once, as cold starts do. */
export function importEveryFunction(): void {
  const require = createRequire(import.meta.url);
  for (const { file } of bundles()) {
    delete require.cache[file];
    require(file);
  }
}

/** The whole shop with its orchestrator, bundles included. */
export function synthesiseShop(): void {
  const outdir = mkdtempSync(join(tmpdir(), 'spillway-bench-'));
  const app = new App({ outdir, analyticsReporting: false });
  defineShop(app);
  app.synth();
  rmSync(outdir, { recursive: true });
}

type Moments = Pick<ReleaseReport, 'breachVisibleAt' | 'alarmAt' | 'trafficZeroAt'> & {
  readonly withdrawnAt: string | null;
};

let campaign: Promise<readonly Moments[]> | undefined;

/** The same bad canary with one seed after the other. */
async function playCampaign(): Promise<readonly Moments[]> {
  const assembly = await shopAssembly();
  const scenario = loadScenario('bad-errors');
  const all: Moments[] = [];
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    let withdrawnAt: string | null = null;
    const { releases } = await rehearse({
      scenario,
      seed,
      assembly,
      nowMs: () => performance.now(),
      watch: ({ twin }) => {
        twin.trace.listen(({ at, kind, detail }) => {
          if (kind !== 'call' || detail['operation'] !== 'DeleteRule' || detail['error']) return;
          withdrawnAt ??= new Date(at).toISOString();
        });
      },
    });
    all.push(...releases.map((release) => ({ ...release, withdrawnAt })));
  }
  return all;
}

/** Where the judge was faster than the alarm, the alarm had nothing to do. */
async function percentile(
  share: number,
  since: 'breachVisibleAt' | 'alarmAt',
  until: 'trafficZeroAt' | 'withdrawnAt' = 'trafficZeroAt',
): Promise<number> {
  campaign ??= playCampaign();
  const seconds = (await campaign)
    .flatMap(({ [since]: from, [until]: to }) =>
      from === null || to === null ? [] : [(Date.parse(to) - Date.parse(from)) / 1000],
    )
    .filter((each) => each >= 0)
    .sort((a, b) => a - b);
  return seconds[Math.ceil(share * seconds.length) - 1] ?? Number.NaN;
}

interface Bundle {
  readonly file: string;
  readonly bytes: number;
}

function bundles(): readonly Bundle[] {
  // They read where they are as soon as they are loaded.
  for (const name of Object.values(environmentNames)) process.env[name] ??= 'bench';
  const folder = bundleFunctions(NAMES);
  return NAMES.map((name) => {
    const file = join(folder, name, 'index.js');
    return { file, bytes: statSync(file).size };
  });
}
