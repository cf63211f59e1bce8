// One request to the candidate through the test listener, before any user's request reaches it.
import * as z from 'zod';
import { openDesk } from '../aws/desk.ts';
import { Failure, isNamed } from '../aws/failure.ts';
import { errorNames } from '../core/contract/error-names.ts';
import { serve } from './middleware/serve.ts';
import { askHttp, urlAt } from './support/ask-http.ts';
import { readStage } from './support/read-release.ts';

const input = z.object({ releaseId: z.string(), environment: z.string(), check: z.string() });

const ATTEMPT_SECONDS_MAX = 30;

const desk = openDesk();

export const handler = serve(input, async ({ releaseId, environment, check }) => {
  const { planned, site } = await readStage(desk, { releaseId, environment });
  const wanted = planned.checks.find(({ name }) => name === check);
  if (wanted?.kind !== 'http') throw failed(`${check} is no http check`);
  const url = urlAt(site.testUrl, wanted.path);
  if (url === undefined) throw failed(`${wanted.path} leads away from the service`);
  const seconds = Math.min(wanted.timeoutSeconds, ATTEMPT_SECONDS_MAX);
  const question = { url, tlsName: site.tlsName, timeoutMs: seconds * 1000 };
  const status = await askHttp(question).catch((error: Error) => {
    // The load balancer takes connections whoever is behind it: without one, no version has failed.
    throw isNamed(error, errorNames.unavailable) ? error : failed(error.message);
  });
  if (status !== wanted.expectStatus) {
    throw failed(`${check}: ${wanted.path} answered ${status}, expected ${wanted.expectStatus}`);
  }
  return { check, status };
});

const failed = (reason: string) => new Failure(errorNames.checkFailed, reason);
