// One GET, bounded in time and in what is read of the answer.
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { errorNames } from '../core/contract/error-names.ts';
import { Failure } from './failure.ts';

export interface Question {
  readonly url: URL;
  /** The name on the certificate that is asked for and believed; empty: whatever the URL says. */
  readonly tlsName?: string;
  readonly timeoutMs: number;
  /** No more of an answer is read than this. */
  readonly bytesMax: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  /** False where the body is longer than what was read of it. */
  readonly isWhole: boolean;
}

/** Of several addresses, Node tells all that went wrong at once. */
const isOfConnecting = (error: NodeJS.ErrnoException): boolean =>
  error instanceof AggregateError || ['connect', 'getaddrinfo'].includes(error.syscall ?? '');

/** A load balancer is reached by its own name, which no certificate has. */
const named = (tlsName: string) =>
  tlsName === '' ? {} : { servername: tlsName, headers: { host: tlsName } };

/**
 * Throws an `Error` that says what happened where nothing answers in time. It has the name `unavailable` where no
 * connection came about: whoever would have answered is not to blame for that.
 */
export function httpGet({ url, tlsName = '', timeoutMs, bytesMax }: Question): Promise<HttpAnswer> {
  const request = url.protocol === 'http:' ? httpRequest : httpsRequest;
  return new Promise((resolve, reject) => {
    const fail = (reason: string) => reject(new Error(reason));
    const failToConnect = (why: string) =>
      reject(new Failure(errorNames.unavailable, `no connection to ${url.host}: ${why}`));
    const timer = setTimeout(() => {
      if (sent.socket?.connecting) failToConnect(`waited ${timeoutMs} ms`);
      else fail(`no answer from ${url.pathname} in ${timeoutMs} ms`);
    }, timeoutMs);
    const sent = request(url, { method: 'GET', ...named(tlsName) }, (response) => {
      const chunks: Uint8Array[] = [];
      let bytes = 0;
      response.on('data', (chunk: Uint8Array) => {
        bytes += chunk.length;
        if (bytes <= bytesMax) chunks.push(chunk);
        else response.destroy();
      });
      response.on('close', () => {
        clearTimeout(timer);
        const body = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, body, isWhole: bytes <= bytesMax });
      });
    });
    sent.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      if (isOfConnecting(error)) failToConnect(error.message);
      else fail(error.message);
    });
    sent.end();
  });
}
