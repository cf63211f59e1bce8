// Requests as a browser, another page or an attacker would send them: every header is the test's own.
import { request } from 'node:http';
import type { Console } from '../../console/server.ts';

export interface Asking {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** As the page itself asks; what a test sets comes on top, and `''` leaves a header out. */
export function ask(console: Console, asking: Asking = {}): Promise<Answered> {
  const { method = 'GET', path = '/api/overview', body } = asking;
  const own = `127.0.0.1:${console.port}`;
  const headers = {
    host: own,
    authorization: `Bearer ${console.token}`,
    ...(method === 'POST' ? { origin: `http://${own}`, 'content-type': 'application/json' } : {}),
    ...asking.headers,
  };
  const kept = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: console.port, path, method, headers: kept };
    const sent = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
