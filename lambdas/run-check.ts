// One request to the candidate through the test listener, before any user's request reaches it.
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import * as z from 'zod';
import { openDesk } from '../aws/desk.ts';
import { Failure } from '../aws/failure.ts';
import { errorNames } from '../core/contract/error-names.ts';
import { serve } from './middleware/serve.ts';
import { readStage } from './support/read-release.ts';

const input = z.object({ releaseId: z.string(), environment: z.string(), check: z.string() });

/** The answer of a check is looked at, not kept; no more of it is read than this. */
const BODY_BYTES_MAX = 64 * 1024;
const ATTEMPT_SECONDS_MAX = 30;

const desk = openDesk();

export const handler = serve(input, async ({ releaseId, environment, check }) => {
  const { planned, site } = await readStage(desk, { releaseId, environment });
  const wanted = planned.checks.find(({ name }) => name === check);
  if (wanted?.kind !== 'http')
    throw new Failure(errorNames.checkFailed, `${check} is no http check`);
  const url = new URL(wanted.path, site.testUrl);
  // A path must not lead to another host.
  if (url.host !== new URL(site.testUrl).host) {
    throw new Failure(errorNames.checkFailed, `${wanted.path} leads away from the service`);
  }
  const seconds = Math.min(wanted.timeoutSeconds, ATTEMPT_SECONDS_MAX);
  const status = await ask(url, seconds * 1000);
  if (status !== wanted.expectStatus) {
    const message = `${check}: ${wanted.path} answered ${status}, expected ${wanted.expectStatus}`;
    throw new Failure(errorNames.checkFailed, message);
  }
  return { check, status };
});

function ask(url: URL, timeoutMs: number): Promise<number> {
  const request = url.protocol === 'http:' ? httpRequest : httpsRequest;
  return new Promise((resolve, reject) => {
    const fail = (reason: string) => reject(new Failure(errorNames.checkFailed, reason));
    const timer = setTimeout(
      () => fail(`no answer from ${url.pathname} in ${timeoutMs} ms`),
      timeoutMs,
    );
    const sent = request(url, { method: 'GET' }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Uint8Array) => {
        bytes += chunk.length;
        if (bytes > BODY_BYTES_MAX) response.destroy();
      });
      response.on('close', () => {
        clearTimeout(timer);
        resolve(response.statusCode ?? 0);
      });
    });
    sent.on('error', (error) => {
      clearTimeout(timer);
      fail(error.message);
    });
    sent.end();
  });
}
