/** The completion script for bash: commands first, then the flags of the command and the words that follow them. */
import type { Completion } from './words.ts';

export function bashCompletion(completions: readonly Completion[]): string {
  const names = completions.map(({ name }) => name).join(' ');
  const flags = completions.map(
    ({ name, flags: all }) => `    ${name}) flags='${all.join(' ')}' ;;`,
  );
  const words = completions.flatMap(({ name, words: all }) =>
    Object.entries(all).map(
      ([flag, known]) =>
        `    ${flag === '' ? `${name}:${name}` : `${name}:${flag}`}) words='${known.join(' ')}' ;;`,
    ),
  );
  return `# bash completion for spillway: eval "$(npx spillway completion bash)"
_spillway() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} flags= words=
  if [[ $COMP_CWORD -eq 1 || ($COMP_CWORD -eq 2 && $before == help) ]]; then
    COMPREPLY=($(compgen -W 'help ${names}' -- "$current"))
    return
  fi
  case \${COMP_WORDS[1]} in
${flags.join('\n')}
  esac
  case \${COMP_WORDS[1]}:$before in
${words.join('\n')}
  esac
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$current"))
  else
    COMPREPLY=($(compgen -W "$words" -- "$current") $(compgen -f -- "$current"))
  fi
}
complete -o filenames -F _spillway spillway
`;
}
