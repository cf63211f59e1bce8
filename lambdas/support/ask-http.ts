// One GET: its status, or why there is none. The body is looked at, not kept.
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** No more of an answer is read than this. */
const BODY_BYTES_MAX = 64 * 1024;

export interface Question {
  readonly url: URL;
  /** The name on the certificate that is asked for and believed; empty: whatever the URL says. */
  readonly tlsName: string;
  readonly timeoutMs: number;
}

/** The load balancer is reached by its own name, which no certificate has. */
const named = (tlsName: string) =>
  tlsName === '' ? {} : { servername: tlsName, headers: { host: tlsName } };

/** Throws an `Error` that says what happened where nothing answers in time. */
export function askHttp({ url, tlsName, timeoutMs }: Question): Promise<number> {
  const request = url.protocol === 'http:' ? httpRequest : httpsRequest;
  return new Promise((resolve, reject) => {
    const fail = (reason: string) => reject(new Error(reason));
    const timer = setTimeout(
      () => fail(`no answer from ${url.pathname} in ${timeoutMs} ms`),
      timeoutMs,
    );
    const sent = request(url, { method: 'GET', ...named(tlsName) }, (response) => {
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

/** A path must not lead to another host. */
export function urlAt(testUrl: string, path: string): URL | undefined {
  const url = new URL(path, testUrl);
  return url.host === new URL(testUrl).host ? url : undefined;
}
