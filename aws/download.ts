// A small file from where AWS says that it is.
import { errorNames } from '../core/contract/error-names.ts';
import { Failure } from './failure.ts';
import { httpGet } from './http-get.ts';

const BYTES_MAX = 1024 * 1024;
const PATIENCE_MS = 8000;
const OK = 200;

export async function download(text: string): Promise<string> {
  const url = new URL(text);
  const failed = (reason: string) => new Failure(errorNames.unavailable, `${url.host}: ${reason}`);
  const question = { url, timeoutMs: PATIENCE_MS, bytesMax: BYTES_MAX };
  const { status, body, isWhole } = await httpGet(question).catch((error: Error) => {
    throw failed(error.message);
  });
  if (status !== OK) throw failed(`answered ${status}`);
  if (!isWhole) throw failed(`more than ${BYTES_MAX} bytes`);
  return body;
}
