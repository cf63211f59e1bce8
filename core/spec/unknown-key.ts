/** A key that the schema does not know: a slip of the finger, or something a release may not set. */
import type { Finding } from './finding.ts';
import { keyHomes } from './key-homes.ts';
import { quote } from './kinds.ts';
import type { Source } from './parse.ts';
import type { Path } from './path.ts';
import { placeOf } from './places.ts';
import { suggest } from './suggest.ts';

/** What decides the power of a task changes by review, in the service definition. */
const reviewedKeys: ReadonlySet<string> = new Set(
  [
    'buildspec',
    'capabilities',
    'command',
    'containerDefinitions',
    'entryPoint',
    'env',
    'environmentVariables',
    'executionRole',
    'executionRoleArn',
    'mountPoints',
    'networkMode',
    'password',
    'privileged',
    'role',
    'roleArn',
    'secret',
    'secrets',
    'securityGroups',
    'taskDefinition',
    'taskRole',
    'taskRoleArn',
    'volume',
    'volumes',
  ].map(fold),
);

export function explainUnknownKey(
  path: Path,
  known: readonly string[],
  { keyPlaces }: Pick<Source, 'keyPlaces'>,
): Finding {
  const key = String(path.at(-1));
  const place = placeOf(keyPlaces, path);
  if (reviewedKeys.has(fold(key))) {
    const message = `${key} is not settable in a release`;
    const fix = 'remove it here; set it in the service definition, where it is reviewed';
    return { code: 'E321', path, place, message, got: key, fix };
  }
  const { hint, fix } = adviseOn(key, known);
  const message = `unknown key ${quote(key)}${hint}`;
  return { code: 'E103', path, place, message, got: key, allowed: known.join(', '), fix };
}

/** A slip first; then a key that is right and stands in the wrong place. */
function adviseOn(key: string, known: readonly string[]): { hint: string; fix: string } {
  const here = suggest(key, known);
  if (here !== undefined) return { hint: `; did you mean "${here}"?`, fix: `write ${here}` };
  const homes = keyHomes();
  const elsewhere = homes.has(key) ? key : suggest(key, homes.keys());
  if (elsewhere === undefined) return { hint: '', fix: 'remove it' };
  const home = homes.get(elsewhere) === '$' ? 'the top level' : homes.get(elsewhere);
  return {
    hint: `; did you mean "${elsewhere}" in ${home}?`,
    fix: `move it to ${home}`,
  };
}

function fold(key: string): string {
  return key.toLowerCase().replaceAll(/[-_]/g, '');
}
