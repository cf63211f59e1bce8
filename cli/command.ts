/** What a command of `spillway` is, and the world that it may touch. */
export type ExitCode = 0 | 1 | 2 | 3;

/** The meaning of a command's end, the same for all of them. */
export const exitCodes = { done: 0, failed: 1, badInput: 2, rolledBack: 3 } as const;

export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What follows `spillway`, then one line for each argument and flag. */
  readonly usage: string;
  readonly examples: readonly string[];
  /** What may follow a flag, or the command itself (``), where these are words that are known before. */
  readonly words?: Readonly<Record<string, readonly string[]>>;
  readonly run: (args: readonly string[], io: Io) => Promise<ExitCode>;
}

/** A command in the list, before it is loaded. */
export interface CommandEntry {
  readonly name: string;
  /** The command's own, repeated so that the help need not load them all; a test compares them. */
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

export interface Io {
  /** Exactly this text; a line ends in a newline. */
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether `out` is a terminal that shows colours and somebody wants them. */
  readonly colour: boolean;
  readonly columns: number;
  readonly rows: number;
  /** Whether `out` is a terminal, where lines can be drawn again. */
  readonly terminal: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly nowMs: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** The command was called in a way that it does not know. Shown with its usage; exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
