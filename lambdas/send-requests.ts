// Requests of Spillway's own, where the plan wants them because too few users come to judge a version by.
import * as z from 'zod';
import { openDesk } from '../aws/desk.ts';
import { limits } from '../core/limits.ts';
import { serve } from './middleware/serve.ts';
import { askHttp, urlAt } from './support/ask-http.ts';
import { readStage, type Stage } from './support/read-release.ts';

const ACTOR = 'spillway:requests';

const input = z.object({
  releaseId: z.string(),
  environment: z.string(),
  /** Told once in each stretch of looks; the ledger needs no more. */
  first: z.boolean(),
  reason: z.string(),
  /** Of the bake that waits for its next look meanwhile. */
  taskToken: z.string(),
});

const PATIENCE_MS = 5000;
const PAUSE_MS = 1000 / limits.syntheticRequestsPerSecond;
const COUNT = limits.syntheticSeconds * limits.syntheticRequestsPerSecond;

const desk = openDesk();

/** They go where http checks go, to the new version alone; its target group counts them like those of users. */
export const handler = serve(input, async (asked, { now }) => {
  const { releaseId, environment, first, reason, taskToken } = asked;
  const stage = await readStage(desk, { releaseId, environment });
  const urls = urlsOf(stage);
  // A release that has moved on meanwhile needs no more requests.
  const waits = await desk.environments.wait(stage.place, releaseId, taskToken);
  if (!waits || urls.length === 0) return { sent: 0 };
  if (first) {
    const paths = urls.map(({ pathname }) => pathname).join(', ');
    const text = `too little to judge ${environment} by (${reason}): Spillway sends requests to ${paths}`;
    await desk.record({ releaseId, actor: ACTOR, now, bodies: [{ type: 'note.added', text }] });
  }
  await Promise.all(Array.from({ length: COUNT }, (_, index) => send(stage, urls, index)));
  return { sent: COUNT };
});

const urlsOf = ({ planned, site }: Stage): readonly URL[] =>
  planned.checks.flatMap((check) =>
    check.kind === 'http' ? (urlAt(site.testUrl, check.path) ?? []) : [],
  );

/** Spread over the time, so that no task is overrun. Answers are judged by what the load balancer counts. */
async function send({ site }: Stage, urls: readonly URL[], index: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, index * PAUSE_MS));
  const url = urls[index % urls.length];
  if (url === undefined) return;
  await askHttp({ url, tlsName: site.tlsName, timeoutMs: PATIENCE_MS }).catch(() => 0);
}
