// The functions that Step Functions adds to JSONata, over the seeded sources of the twin.
import jsonata, { type Expression } from 'jsonata';
import { createRandom } from '../../../kernel/random.ts';
import { digest } from '../intrinsics/hash.ts';
import { ARRAY_LENGTH_MAX } from '../intrinsics/intrinsic.ts';

export interface JsonataTools {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly uuid: () => string;
  readonly random: () => number;
}

const FROM_MILLIS = jsonata('$fromMillis(millis, picture, timezone)');

export function registerFunctions(expression: Expression, tools: JsonataTools): void {
  // Built-in of JSONata, but not of Step Functions: calling it must fail as calling nothing does.
  expression.assign('eval', undefined);
  expression.registerFunction('now', (picture?: string, timezone?: string) =>
    FROM_MILLIS.evaluate({ millis: tools.now(), picture, timezone }),
  );
  expression.registerFunction('millis', () => tools.now());
  expression.registerFunction('uuid', () => tools.uuid());
  expression.registerFunction('random', (seed?: number) =>
    seed === undefined ? tools.random() : createRandom(seed).next(),
  );
  expression.registerFunction('partition', partition);
  expression.registerFunction('range', range);
  expression.registerFunction('hash', (data: unknown, algorithm = 'SHA-256') =>
    digest(typeof data === 'string' ? data : JSON.stringify(data), algorithm),
  );
  expression.registerFunction('parse', (text?: string) =>
    text === undefined ? undefined : JSON.parse(text),
  );
}

function partition(items: readonly unknown[] | undefined, size: number): unknown {
  if (items === undefined) return undefined;
  if (!(size > 0)) throw new Error('The chunk size must be a positive integer');
  const width = Math.round(size);
  return Array.from({ length: Math.ceil(items.length / width) }, (_, index) =>
    items.slice(index * width, (index + 1) * width),
  );
}

function range(first: number, last: number, step: number): unknown {
  if (step === 0) throw new Error('The step must not be 0');
  const count = Math.max(0, Math.floor((last - first) / step) + 1);
  if (count > ARRAY_LENGTH_MAX) throw new Error(`A range has at most ${ARRAY_LENGTH_MAX} elements`);
  const numbers = Array.from({ length: count }, (_, index) => first + index * step);
  // AWS returns a JSONata sequence, which collapses when it has a single member.
  return numbers.length === 1 ? numbers[0] : numbers;
}
