/** From the words after `spillway` to an exit code: finds the command, loads it, runs it. */
import { suggest } from '../core/spec/index.ts';
import {
  type Command,
  type CommandEntry,
  type ExitCode,
  exitCodes,
  type Io,
  UsageError,
} from './command.ts';
import { hang } from './render/hang.ts';
import { paints } from './render/paint.ts';
import { safeText } from './render/safe-text.ts';
import { renderTable } from './render/table.ts';

export async function runCli(
  argv: readonly string[],
  io: Io,
  entries: readonly CommandEntry[],
): Promise<ExitCode> {
  const [name = '--help', ...args] = argv;
  if (isHelp(name) || (name === 'help' && args.length === 0)) {
    io.out(renderOverview(io, entries));
    return exitCodes.done;
  }
  const wanted = name === 'help' ? args[0] : name;
  const entry = entries.find((candidate) => candidate.name === wanted);
  if (entry === undefined) return refuseCommand(String(wanted), io, entries);
  const command = await entry.load();
  if (name === 'help' || wantsHelp(args)) {
    io.out(renderHelp(io, command));
    return exitCodes.done;
  }
  return await runCommand(command, args, io);
}

async function runCommand(command: Command, args: readonly string[], io: Io): Promise<ExitCode> {
  try {
    return await command.run(args, io);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const usage = hang(command.usage.trimEnd(), io.columns);
    io.err(`spillway ${command.name}: ${safeText(error.message)}\n\n${usage}\n`);
    return exitCodes.badInput;
  }
}

function refuseCommand(name: string, io: Io, entries: readonly CommandEntry[]): ExitCode {
  const nearest = suggest(
    name,
    entries.map((entry) => entry.name),
  );
  const hint = nearest === undefined ? 'try spillway --help' : `did you mean "${nearest}"?`;
  io.err(`spillway: unknown command "${safeText(name)}"; ${hint}\n`);
  return exitCodes.badInput;
}

function renderOverview(io: Io, entries: readonly CommandEntry[]): string {
  const { bold } = paints(io.colour);
  const rows = entries.map(({ name, summary }) => [`  ${name}`, summary]);
  const commands = hang(renderTable(rows).trimEnd(), io.columns);
  return [
    'Usage: spillway <command> [arguments]',
    '',
    commands.replaceAll(/^ {2}\S+/gm, bold),
    '',
    'spillway <command> --help tells more.',
    'Exit codes: 0 done, 1 failed, 2 bad input, 3 rolled back.',
    '',
  ].join('\n');
}

function renderHelp(io: Io, { summary, usage, examples }: Command): string {
  const { dim } = paints(io.colour);
  const lines = examples.map((example) => `  ${dim('$')} ${example}`);
  const explained = hang(`${summary.replace(/[^?]$/, '$&.')}\n\n${usage.trimEnd()}`, io.columns);
  return [explained, '', 'Examples:', ...lines, ''].join('\n');
}

function wantsHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end < 0 ? args : args.slice(0, end)).some(isHelp);
}

function isHelp(word: string): boolean {
  return word === '--help' || word === '-h';
}
