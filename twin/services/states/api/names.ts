// Names of machines, executions, activities and aliases.
import { invalidName } from './problems.ts';

const NAME_LENGTH_MAX = 80;
/** White space, brackets, wildcards, special and control characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: AWS refuses control characters
const REFUSED = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/;

export function checkName(name: string | undefined): string {
  if (name !== undefined && name !== '' && name.length <= NAME_LENGTH_MAX && !REFUSED.test(name)) {
    return name;
  }
  throw invalidName(name ?? '');
}
