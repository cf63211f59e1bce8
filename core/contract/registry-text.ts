/** What Parameter Store refuses: CloudFormation would find out in the middle of a deployment. */
import { limits } from '../limits.ts';

/** Taken for the name of another parameter, `{{ssm:name}}`. */
export const REFERENCE = '{{';

export const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** Why the registry cannot keep a text; undefined where it can. */
export function whyNotKept(text: string): string | undefined {
  const bytes = bytesOf(text);
  if (bytes > limits.registryBytesMax) return `${bytes} bytes, limit ${limits.registryBytesMax}`;
  return text.includes(REFERENCE) ? `contains "${REFERENCE}"` : undefined;
}
