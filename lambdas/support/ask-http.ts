// What a path of a service answers: its status, or why there is none. The body is looked at, not kept.
import { httpGet, type Question } from '../../aws/http-get.ts';

const BYTES_MAX = 64 * 1024;

/** Throws an `Error` that says what happened where nothing answers in time. */
export async function askHttp(question: Omit<Question, 'bytesMax'>): Promise<number> {
  const { status } = await httpGet({ ...question, bytesMax: BYTES_MAX });
  return status;
}

/** A path must not lead to another host. */
export function urlAt(testUrl: string, path: string): URL | undefined {
  const url = new URL(path, testUrl);
  return url.host === new URL(testUrl).host ? url : undefined;
}
