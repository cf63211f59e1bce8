/** The completion script for bash: commands first, then the flags of the command. */
import type { Completion } from './words.ts';

export function bashCompletion(completions: readonly Completion[]): string {
  const names = completions.map(({ name }) => name).join(' ');
  const cases = completions.map(({ name, flags }) => `    ${name}) words='${flags.join(' ')}' ;;`);
  return `# bash completion for spillway: eval "$(spillway completion bash)"
_spillway() {
  local current=\${COMP_WORDS[COMP_CWORD]} words=
  if [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W '${names}' -- "$current"))
    return
  fi
  case \${COMP_WORDS[1]} in
${cases.join('\n')}
  esac
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  else
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}
complete -o filenames -F _spillway spillway
`;
}
