/** A command that talks to Spillway where it runs: opened late, and every failure explained. */
import { type Command, type ExitCode, exitCodes, type Io } from './command.ts';
import { explainError } from './explain-error.ts';
import type { OpenRemote, Remote } from './remote.ts';
import { safeText } from './render/safe-text.ts';

type RemoteRun = (
  args: readonly string[],
  io: Io,
  open: () => Promise<Remote>,
) => Promise<ExitCode>;

export type RemoteCommand = (open: OpenRemote) => Command;

export function remoteCommand(
  definition: Omit<Command, 'run'> & { readonly run: RemoteRun },
): RemoteCommand {
  return (open) => ({
    ...definition,
    async run(args, io) {
      try {
        return await definition.run(args, io, () => open(io.env));
      } catch (error) {
        const explained = explainError(error, io.env);
        if (explained === undefined) throw error;
        io.err(`spillway ${definition.name}: ${safeText(explained)}\n`);
        return exitCodes.failed;
      }
    },
  });
}

export function printJson(io: Io, value: unknown): void {
  io.out(`${JSON.stringify(value, null, 2)}\n`);
}
