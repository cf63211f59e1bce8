/** Bytes to text, strictly: a byte that is not UTF-8 would become a question mark in silence. */
import { limits } from '../limits.ts';
import type { Finding } from './finding.ts';

export type Decoded =
  | { readonly text: string }
  | { readonly text?: never; readonly finding: Finding };

export function decodeSpec(bytes: Uint8Array): Decoded {
  // What is too large is said by the parser; here it only must not cost memory. The cut may go
  // through a letter, which a stream forgives.
  const beginning = bytes.subarray(0, limits.specBytesMax + 1);
  const stream = bytes.length > limits.specBytesMax;
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(beginning, { stream }) };
  } catch {
    const message = 'not valid YAML (not UTF-8 text)';
    return { finding: { code: 'E101', path: [], message, fix: 'save the file as UTF-8' } };
  }
}
