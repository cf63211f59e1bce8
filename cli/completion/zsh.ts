/** The completion script for zsh, where commands are shown with what they do. */
import type { Completion } from './words.ts';

export function zshCompletion(completions: readonly Completion[]): string {
  const commands = completions.map(({ name, summary }) => `    '${name}:${quoted(summary)}'`);
  const cases = completions.map(
    ({ name, flags }) =>
      `    ${name}) _arguments ${flags.map((flag) => `'${flag}'`).join(' ')} '*:file:_files' ;;`,
  );
  return `#compdef spillway
# zsh completion for spillway: eval "$(spillway completion zsh)"
_spillway() {
  local -a commands=(
${commands.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
    return
  fi
  case $words[2] in
${cases.join('\n')}
  esac
}
compdef _spillway spillway
`;
}

/** A colon ends a name, and a quote ends a word. */
const quoted = (text: string): string => text.replaceAll("'", "'\\''").replaceAll(':', '\\:');
