/** Laws of names: known, used once, and never the orchestrator's own. */
import type { Finding } from '../finding.ts';
import type { Path } from '../path.ts';
import { suggest } from '../suggest.ts';
import type { Rule } from './rule.ts';

const orchestrators: ReadonlySet<string> = new Set(['spillway', 'release-orchestrator']);

export const serviceIsKnown: Rule = ({ service }, { knownServices }) => {
  if (knownServices === null || service === '' || knownServices.includes(service)) return [];
  return [unknownService(service, ['service'], knownServices)];
};

export const notItself: Rule = ({ service }) => {
  if (!orchestrators.has(service.toLowerCase())) return [];
  const message = `service "${service}" cannot release itself`;
  return [{ code: 'E304', path: ['service'], message, fix: 'update it by deploying its stack' }];
};

export const environmentsDiffer: Rule = ({ environments }) =>
  repeated(
    environments.map(({ name }) => name),
    (index) => ['environments', index, 'name'],
  );

export const checksDiffer: Rule = ({ environments }) =>
  environments.flatMap(({ checks }, environment) =>
    repeated(
      checks.map(({ name }) => name),
      (index) => ['environments', environment, 'checks', index, 'name'],
    ),
  );

export const dependenciesDiffer: Rule = ({ dependsOn }) =>
  repeated(
    dependsOn.map(({ service }) => service),
    (index) => ['dependsOn', index, 'service'],
  );

export const dependsOnOthers: Rule = ({ service, dependsOn }, { knownServices }) =>
  dependsOn.flatMap((dependency, index): readonly Finding[] => {
    const path = ['dependsOn', index, 'service'];
    if (dependency.service === '') return [];
    if (dependency.service === service) {
      const message = `"${service}" depends on itself`;
      return [{ code: 'E303', path, message, fix: 'remove it' }];
    }
    if (knownServices === null || knownServices.includes(dependency.service)) return [];
    return [{ ...unknownService(dependency.service, path, knownServices), code: 'E303' }];
  });

function unknownService(service: string, path: Path, known: readonly string[]): Finding {
  const nearest = suggest(service, known);
  const hint = nearest === undefined ? '' : `; did you mean "${nearest}"?`;
  const message = `"${service}" is not known${hint}`;
  const fix =
    nearest === undefined ? `use one of ${known.slice(0, 10).join(', ')}` : `write ${nearest}`;
  return { code: 'E301', path, message, got: service, fix };
}

/** Names that differ in case alone would share one name on AWS's file systems and consoles. */
function repeated(names: readonly string[], pathOf: (index: number) => Path): readonly Finding[] {
  const firsts = new Map<string, number>();
  return names.flatMap((name, index): readonly Finding[] => {
    const folded = name.toLowerCase();
    const first = firsts.get(folded);
    if (first === undefined) firsts.set(folded, index);
    if (first === undefined || name === '') return [];
    const message = `"${name}" already at [${first}]`;
    return [{ code: 'E302', path: pathOf(index), message, fix: 'remove or rename it' }];
  });
}
