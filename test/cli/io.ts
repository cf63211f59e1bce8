/** A terminal in memory. */

import type { ExitCode, Io } from '../../cli/command.ts';
import { commandEntries } from '../../cli/commands/index.ts';
import { runCli } from '../../cli/main.ts';

export interface Ran {
  readonly exitCode: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** What is written to it can be read back. */
export function createTerminal(over: Partial<Io> = {}): {
  io: Io;
  written(): Omit<Ran, 'exitCode'>;
} {
  let [out, err] = ['', ''];
  const io: Io = {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    colour: false,
    columns: 100,
    rows: 50,
    terminal: false,
    env: {},
    nowMs: () => Date.UTC(2026, 10, 20),
    sleep: () => Promise.resolve(),
    ...over,
  };
  return { io, written: () => ({ out, err }) };
}

export async function run(words: readonly string[], over: Partial<Io> = {}): Promise<Ran> {
  const { io, written } = createTerminal(over);
  const exitCode = await runCli(words, io, commandEntries);
  return { exitCode, ...written() };
}
