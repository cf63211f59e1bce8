/** `spillway completion`: the Tab key knows the commands and their flags. */
import { readArguments } from '../arguments.ts';
import { type Command, exitCodes, UsageError } from '../command.ts';
import { bashCompletion } from '../completion/bash.ts';
import { toCompletion } from '../completion/words.ts';
import { zshCompletion } from '../completion/zsh.ts';

const shells = { bash: bashCompletion, zsh: zshCompletion } as const;

export const completion: Command = {
  name: 'completion',
  summary: 'Print a completion script for bash or zsh',
  usage: `Usage: spillway completion bash|zsh

  bash  eval "$(spillway completion bash)" in ~/.bashrc
  zsh   eval "$(spillway completion zsh)" in ~/.zshrc, after compinit`,
  examples: ['spillway completion bash', 'spillway completion zsh'],
  async run(args, io) {
    const { positionals } = readArguments(args, {});
    const [shell, more] = positionals;
    if ((shell !== 'bash' && shell !== 'zsh') || more !== undefined) {
      throw new UsageError('name a shell: bash or zsh');
    }
    // Only here, since the list of commands holds this one too.
    const { commandEntries } = await import('./index.ts');
    const commands = await Promise.all(commandEntries.map((entry) => entry.load()));
    io.out(shells[shell](commands.map(toCompletion)));
    return exitCodes.done;
  },
};
