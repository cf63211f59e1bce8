// A small file from where AWS says that it is.
import { get } from 'node:https';
import { errorNames } from '../core/contract/error-names.ts';
import { Failure } from './failure.ts';

const BYTES_MAX = 1024 * 1024;
const PATIENCE_MS = 8000;
const OK = 200;

export function download(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string) =>
      reject(new Failure(errorNames.unavailable, `${new URL(url).host}: ${reason}`));
    const timer = setTimeout(() => fail(`no answer in ${PATIENCE_MS} ms`), PATIENCE_MS);
    const sent = get(url, (response) => {
      const chunks: Uint8Array[] = [];
      let bytes = 0;
      response.on('data', (chunk: Uint8Array) => {
        bytes += chunk.length;
        if (bytes <= BYTES_MAX) chunks.push(chunk);
        else response.destroy();
      });
      response.on('close', () => {
        clearTimeout(timer);
        if (response.statusCode !== OK) fail(`answered ${response.statusCode}`);
        else if (bytes > BYTES_MAX) fail(`more than ${BYTES_MAX} bytes`);
        else resolve(Buffer.concat(chunks).toString('utf8'));
      });
    });
    sent.on('error', (error) => {
      clearTimeout(timer);
      fail(error.message);
    });
  });
}
