/** Reads damaged specs by the thousand and holds each answer to what is promised about all of them. */
import { isDeepStrictEqual } from 'node:util';
import { isError, type Problem } from '../core/errors/located-problem.ts';
import { isProblemCode } from '../core/errors/table.ts';
import { createPlan } from '../core/plan/create-plan.ts';
import { assumedContext } from '../core/plan/facts.ts';
import {
  decodeSpec,
  locate,
  printSpec,
  type ReadSpec,
  readSpec,
  type Spec,
} from '../core/spec/index.ts';
import { createRandom } from '../twin/kernel/random.ts';
import { mutateSpec } from './spec-mutations.ts';

export interface FuzzOptions {
  readonly count: number;
  readonly seed: number;
  /** Valid specs to damage. */
  readonly texts: readonly [string, ...string[]];
  /** A stop-watch; a test that measures nothing passes one that stands still. */
  readonly nowMs: () => number;
  /** What is being tried; a test of the fuzzer passes one that is broken. */
  readonly read?: (text: string) => Pick<ReadSpec, 'spec' | 'problems'>;
}

export interface FuzzReport {
  readonly count: number;
  readonly accepted: number;
  readonly codes: Readonly<Record<string, number>>;
  /** In rising order, one for each spec. */
  readonly durationsMs: readonly number[];
  readonly slowest: string;
  readonly broken: readonly BrokenPromise[];
}

interface BrokenPromise {
  /** With the seed, this finds the damaged spec again. */
  readonly index: number;
  readonly promise: string;
  readonly text: string;
}

const brokenMax = 10;

export function fuzzSpecs(options: FuzzOptions): FuzzReport {
  const { count, seed, texts, nowMs, read = readSpec } = options;
  const random = createRandom(seed);
  const codes: Record<string, number> = {};
  const durationsMs: number[] = [];
  const broken: BrokenPromise[] = [];
  let accepted = 0;
  let slowest = { ms: -1, text: '' };
  for (let index = 0; index < count && broken.length < brokenMax; index += 1) {
    const one = random.fork(String(index));
    const bytes = mutateSpec(one.pick(texts), one);
    const started = nowMs();
    const answer = answerTo(bytes, read);
    const ms = nowMs() - started;
    durationsMs.push(ms);
    const text = new TextDecoder().decode(bytes);
    if (ms > slowest.ms) slowest = { ms, text };
    if (answer.spec !== undefined) accepted += 1;
    for (const { code } of answer.problems) codes[code] = (codes[code] ?? 0) + 1;
    const promise = answer.crash ?? findBrokenPromise(answer, text);
    if (promise !== undefined) broken.push({ index, promise, text });
  }
  durationsMs.sort((a, b) => a - b);
  return { count, accepted, codes, durationsMs, slowest: slowest.text, broken };
}

interface Answer {
  readonly spec: Spec | undefined;
  readonly problems: readonly Problem[];
  readonly crash?: string;
}

function answerTo(bytes: Uint8Array, read: NonNullable<FuzzOptions['read']>): Answer {
  try {
    const decoded = decodeSpec(bytes);
    if (decoded.text !== undefined) return read(decoded.text);
    return { spec: undefined, problems: [locate(decoded.finding, new Map())] };
  } catch (error) {
    return { spec: undefined, problems: [], crash: `threw ${String(error)}` };
  }
}

function findBrokenPromise({ spec, problems }: Answer, text: string): string | undefined {
  const lineCount = text.split('\n').length;
  const bad = problems.find((problem) => !isComplete(problem, lineCount));
  if (bad !== undefined) return `incomplete problem ${JSON.stringify(bad)}`;
  if (spec === undefined) return problems.some(isError) ? undefined : 'refused without an error';
  if (problems.some(isError)) return 'accepted with an error';
  if (holdsNothing(spec)) return 'a spec that is not total';
  if (!isDeepStrictEqual(readSpec(printSpec(spec)).spec, spec))
    return 'printed and read is another';
  createPlan(spec, assumedContext(spec));
  return undefined;
}

function isComplete({ code, path, line, column, message }: Problem, lineCount: number): boolean {
  const placed = line >= 1 && line <= lineCount && column >= 1;
  return isProblemCode(code) && path.startsWith('$') && placed && message !== '';
}

/** Undefined or NaN anywhere: something was left to chance. */
function holdsNothing(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).some(holdsNothing);
  return value === undefined || Number.isNaN(value);
}
