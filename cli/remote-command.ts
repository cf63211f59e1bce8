/** A command that talks to Spillway where it runs: opened late, and every failure explained. */
import type { Command, ExitCode, Io } from './command.ts';
import { explaining } from './explain-error.ts';
import type { OpenRemote, Remote } from './remote.ts';

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
    run: (args, io) =>
      explaining({ name: definition.name, io }, () => definition.run(args, io, () => open(io.env))),
  });
}

export function printJson(io: Io, value: unknown): void {
  io.out(`${JSON.stringify(value, null, 2)}\n`);
}
