/** Reads a command's arguments; a flag that does not exist meets the one that was meant. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { suggest } from '../core/spec/index.ts';
import { UsageError } from './command.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

type Parsed<O extends Options> = ReturnType<
  typeof parseArgs<{ readonly options: O; readonly allowPositionals: true; readonly strict: true }>
>;

export function readArguments<const O extends Options>(
  args: readonly string[],
  options: O,
): Pick<Parsed<O>, 'values' | 'positionals'> {
  refuseUnknownFlags(args, Object.keys(options));
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    // The parser's own words name the flag and what is wrong with its value, on several lines.
    const words = error instanceof Error ? error.message : String(error);
    throw new UsageError(words.replaceAll('\n', ' '), { cause: error });
  }
}

/** A positive number, as in `--requests-per-second 20`. */
export function readNumber(flag: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) {
    throw new UsageError(`--${flag} takes a number that is not negative, got "${text}"`);
  }
  return value;
}

/** One of the words that a flag knows. */
export function readWord<Word extends string>(
  flag: string,
  text: string,
  known: readonly Word[],
): Word {
  const word = known.find((each) => each === text);
  if (word === undefined) {
    throw new UsageError(`--${flag} takes ${known.join(', ')}; got "${text}"`);
  }
  return word;
}

/** What follows `--` alone is a file, whatever it looks like. */
function refuseUnknownFlags(args: readonly string[], known: readonly string[]): void {
  const end = args.indexOf('--');
  for (const arg of end < 0 ? args : args.slice(0, end)) {
    const flag = /^--([^=]+)/.exec(arg)?.[1];
    if (flag === undefined || known.includes(flag)) continue;
    const nearest = suggest(flag, known);
    const hint = nearest === undefined ? '' : `; did you mean "--${nearest}"?`;
    throw new UsageError(`unknown flag "--${flag}"${hint}`);
  }
}
