// What is allowed, but is hardly meant.
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';
import type { Diagnostic } from './diagnostic.ts';

export function warnings(definition: JsonObject): readonly Diagnostic[] {
  const states = isObject(definition['States']) ? definition['States'] : {};
  if (definition['QueryLanguage'] === 'JSONata') return [];
  return Object.entries(states).flatMap(([name, state]) =>
    isObject(state) && state['QueryLanguage'] !== 'JSONata'
      ? stateWarnings(state, `/States/${name}`)
      : [],
  );
}

function stateWarnings(state: JsonObject, location: string): readonly Diagnostic[] {
  const staticResult = containsPath(state['Result'] ?? null);
  return [
    ...(staticResult
      ? [
          warning(
            'PASS_RESULT_IS_STATIC',
            'The result of a Pass state is static: paths in it are not evaluated.',
            `${location}/Result`,
          ),
        ]
      : []),
    ...['Parameters', 'ResultSelector'].flatMap((field) =>
      withoutDollar(state[field] ?? null, `${location}/${field}`),
    ),
  ];
}

const warning = (
  code: 'NO_DOLLAR' | 'PASS_RESULT_IS_STATIC',
  message: string,
  location: string,
): Diagnostic => ({ severity: 'WARNING', code, message, location });

const looksLikePath = (value: Json): boolean =>
  typeof value === 'string' && /^(\$\.|\$\$\.|States\.\w+\()/.test(value);

function containsPath(value: Json): boolean {
  if (isArray(value)) return value.some(containsPath);
  if (isObject(value)) return Object.values(value).some(containsPath);
  return looksLikePath(value);
}

function withoutDollar(template: Json, location: string): readonly Diagnostic[] {
  if (!isObject(template)) return [];
  return Object.entries(template).flatMap(([key, value]) => {
    if (isObject(value)) return withoutDollar(value, `${location}/${key}`);
    if (key.endsWith('.$') || !looksLikePath(value)) return [];
    return [
      warning(
        'NO_DOLLAR',
        `The field '${key}' looks like a path, but does not end in '.$'.`,
        location,
      ),
    ];
  });
}
