/** The completion script for zsh, where commands are shown with what they do. */
import type { Completion } from './words.ts';

export function zshCompletion(completions: readonly Completion[]): string {
  const commands = completions.map(({ name, summary }) => `    '${name}:${quoted(summary)}'`);
  const cases = completions.map(({ name, flags, words }) => {
    const specs = flags.map((flag) => `'${flag}${wordsAfter(words[flag])}'`);
    const own = words[''] === undefined ? '_files' : `(${words[''].join(' ')})`;
    return `    ${name}) _arguments ${specs.join(' ')} '*:argument:${own}' ;;`;
  });
  return `#compdef spillway
# zsh completion for spillway: eval "$(npx spillway completion zsh)"
_spillway() {
  local -a commands=(
${commands.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
    return
  fi
  # _arguments looks at what follows the command.
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
    help) _describe 'command' commands ;;
${cases.join('\n')}
  esac
}
compdef _spillway spillway
`;
}

/** Words that are known, or a file. */
const wordsAfter = (words: readonly string[] | undefined): string =>
  words === undefined ? '' : `:word:(${words.join(' ')})`;

/** A colon ends a name, and a quote ends a word. */
const quoted = (text: string): string => text.replaceAll("'", "'\\''").replaceAll(':', '\\:');
