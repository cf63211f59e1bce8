/** The smallest parts of the schema. A check's message is the code of its problem and what is allowed. */
import * as z from 'zod';
import type { ProblemCode } from '../errors/table.ts';
import { limits } from '../limits.ts';
import { isTagPattern } from '../version/tag.ts';
import { durationPattern, formatDuration, parseDuration } from './duration.ts';

const namePattern = /^[A-Za-z][A-Za-z0-9_-]*$/;
const resourcePattern = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;
const repositoryPattern = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
const clockPattern = /^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/;
const httpPathPattern = /^\/(?!\/)[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*$/;
const emailPattern = /^[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+$/;
const channelPattern = /^[a-z0-9][a-z0-9_-]*$/;

/** `E211 from 1m to 7d`, taken apart again where problems are explained. */
export function code(problem: ProblemCode, allowed = ''): { readonly error: string } {
  return { error: `${problem} ${allowed}`.trimEnd() };
}

export function name(lengthMax: number) {
  const refusal = code('E305', `letters, digits, - and _, a letter first, at most ${lengthMax}`);
  return z.string().regex(namePattern, refusal).max(lengthMax, refusal);
}

/** What CodeBuild, Lambda, ECS and Signer call things. */
export function resourceName() {
  const lengthMax = limits.resourceNameLengthMax;
  const refusal = code('E305', `letters, digits, - and _, at most ${lengthMax}`);
  return z.string().regex(resourcePattern, refusal).max(lengthMax, refusal);
}

/** AWS Signer: profiles have no `-`. */
export function profileName() {
  const { profileNameLengthMax: max } = limits;
  const refusal = code('E305', `letters, digits and _, 2 to ${max}`);
  return z.string().min(2, refusal).max(max, refusal).regex(/^\w+$/, refusal);
}

export function repositoryName() {
  const lengthMax = limits.repositoryNameLengthMax;
  const refusal = code('E305', `lower-case letters, digits, . _ - and /, 2 to ${lengthMax}`);
  return z.string().min(2, refusal).max(lengthMax, refusal).regex(repositoryPattern, refusal);
}

export function text(lengthMax: number) {
  return z
    .string()
    .min(1, code('E110', 'some text'))
    .max(lengthMax, code('E324', `at most ${lengthMax} characters`));
}

export function list<Item extends z.ZodType>(item: Item, lengthMax: number) {
  return z.array(item).max(lengthMax, code('E324', `at most ${lengthMax}`));
}

export interface DurationBounds {
  readonly secondsMin: number;
  readonly secondsMax: number;
}

export function duration({ secondsMin, secondsMax }: DurationBounds) {
  const allowed = `${formatDuration(secondsMin)} to ${formatDuration(secondsMax)}`;
  const refusal = code('E211', allowed);
  return z
    .string(refusal)
    .regex(durationPattern, refusal)
    .refine((written) => {
      const seconds = parseDuration(written);
      // Not a duration at all: the pattern has said so.
      return seconds === undefined || (seconds >= secondsMin && seconds <= secondsMax);
    }, refusal);
}

export function clock() {
  const refusal = code('E212', '"00:00" to "24:00", quoted');
  return z.string(refusal).regex(clockPattern, refusal);
}

/** Text is E203, since it is guessed so often; anything that is no number from 1 to 100 is E202. */
export function weight() {
  const refusal = code('E202', 'a whole number from 1 to 100');
  return z
    .number({ error: ({ input }) => (typeof input === 'string' ? 'E203' : refusal.error) })
    .int(refusal)
    .min(1, refusal)
    .max(100, refusal);
}

export interface NumberBounds {
  readonly min: number;
  readonly max: number;
}

export function whole({ min, max }: NumberBounds) {
  const refusal = code('E110', `a whole number from ${min} to ${max}`);
  return z.number().int(refusal).min(min, refusal).max(max, refusal);
}

/** A share that can be crossed. */
export function percent() {
  const refusal = code('E110', 'a number above 0 and at most 100');
  return z.number().gt(0, refusal).max(100, refusal);
}

export function tagPattern() {
  return z
    .string()
    .refine(
      isVersionPattern,
      code('E311', `tags that hold a version, with * for any text: v*, 1.*`),
    );
}

export function httpPath() {
  return z
    .string()
    .max(1024, code('E324', 'at most 1024 characters'))
    .regex(httpPathPattern, code('E322', 'a path that begins with one /'));
}

/** Inside the repository, whatever the current folder is. */
export function directory() {
  return z
    .string()
    .max(256, code('E324', 'at most 256 characters'))
    .refine(isInside, code('E322', 'a relative path without ..'));
}

export function email() {
  return z
    .string()
    .max(limits.emailLengthMax, code('E324', `at most ${limits.emailLengthMax} characters`))
    .regex(emailPattern, code('E110', 'an e-mail address'));
}

export function channel() {
  return z
    .string()
    .max(80, code('E324', 'at most 80 characters'))
    .regex(channelPattern, code('E110', 'lower-case letters, digits, - and _, without #'));
}

/** `latest`, `stable` and a lone `*` match tags that move. */
function isVersionPattern(pattern: string): boolean {
  return isTagPattern(pattern) && pattern !== '*' && /[\d*]/.test(pattern);
}

function isInside(path: string): boolean {
  const plain = /^[A-Za-z0-9._-][A-Za-z0-9._/-]*$/.test(path);
  return plain && !path.split('/').includes('..');
}
