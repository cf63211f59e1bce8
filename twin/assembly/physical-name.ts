// Names that CloudFormation makes: stack, logical id and a random part, cut to what the resource type allows.
import { createHash } from 'node:crypto';

export interface NameRules {
  readonly lengthMax?: number;
  readonly lowerCase?: boolean;
  /** Ends the name; the FIFO suffix of queues and topics. */
  readonly suffix?: string;
}

const RANDOM_LENGTH = 12;
const LENGTH_MAX = 255;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * The random part comes from what is named, not from the world's seed: two worlds that deploy the same
 * template have the same names, and a replacement (the next generation) has another one.
 */
export function physicalName(
  owner: { readonly stackName: string; readonly logicalId: string; readonly generation: number },
  { lengthMax = LENGTH_MAX, lowerCase = false, suffix = '' }: NameRules = {},
): string {
  const { stackName, logicalId, generation } = owner;
  const random = randomPart(`${stackName}/${logicalId}/${generation}`);
  const room = lengthMax - suffix.length - RANDOM_LENGTH - 2;
  const [stack, id] = shorten(stackName, logicalId, room);
  const name = `${stack}-${id}-${random}${suffix}`;
  return lowerCase ? name.toLowerCase() : name;
}

/** The longer part gives way first; where both are long, the stack keeps a little more than half. */
function shorten(stack: string, id: string, room: number): [stack: string, id: string] {
  if (stack.length + id.length <= room) return [stack, id];
  const stackLength = Math.max(Math.ceil(room / 2), room - id.length);
  const kept = stack.slice(0, stackLength);
  return [kept, id.slice(0, room - kept.length)];
}

function randomPart(seed: string): string {
  const digest = createHash('sha256').update(seed).digest();
  return Array.from(digest.subarray(0, RANDOM_LENGTH), (byte) =>
    ALPHABET.charAt(byte % ALPHABET.length),
  ).join('');
}
