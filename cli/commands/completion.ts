/** `spillway completion`: the Tab key knows the commands and their flags. */
import { readArguments } from '../arguments.ts';
import { type Command, type CommandEntry, exitCodes, UsageError } from '../command.ts';
import { bashCompletion } from '../completion/bash.ts';
import { toCompletion } from '../completion/words.ts';
import { zshCompletion } from '../completion/zsh.ts';

const shells = { bash: bashCompletion, zsh: zshCompletion } as const;

/** The list of commands holds this one too, so that it has to be handed over. */
export const completionOf = (entries: readonly CommandEntry[]): Command => ({
  name: 'completion',
  summary: 'Print a completion script for bash or zsh',
  usage: `Usage: spillway completion bash|zsh

  bash  eval "$(spillway completion bash)" in ~/.bashrc
  zsh   eval "$(spillway completion zsh)" in ~/.zshrc, after compinit

It completes the word spillway. In a checkout: alias spillway='npx spillway'.`,
  examples: ['spillway completion bash', 'eval "$(npx spillway completion zsh)"'],
  words: { '': ['bash', 'zsh'] },
  async run(args, io) {
    const { positionals } = readArguments(args, {});
    const [shell, more] = positionals;
    if ((shell !== 'bash' && shell !== 'zsh') || more !== undefined) {
      throw new UsageError('name a shell: bash or zsh');
    }
    const commands = await Promise.all(entries.map((entry) => entry.load()));
    io.out(shells[shell](commands.map(toCompletion)));
    return exitCodes.done;
  },
});
