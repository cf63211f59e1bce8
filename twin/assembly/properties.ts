// Reading properties that CloudFormation has already evaluated.
import { AssemblyError } from './error.ts';
import type { Properties } from './provider.ts';

export function text(properties: Properties, name: string): string | undefined {
  const value = properties[name];
  return value === undefined ? undefined : String(value);
}

export function required(properties: Properties, name: string): string {
  const value = text(properties, name);
  if (value === undefined) throw new AssemblyError(`the property ${name} is required`);
  return value;
}

export function texts(properties: Properties, name: string): readonly string[] {
  const value = properties[name] ?? [];
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

export function objects(properties: Properties, name: string): readonly Properties[] {
  const value = properties[name] ?? [];
  if (Array.isArray(value)) return value.map(asProperties);
  throw new AssemblyError(`the property ${name} must be a list`);
}

export function object(properties: Properties, name: string): Properties | undefined {
  const value = properties[name];
  return value === undefined ? undefined : asProperties(value);
}

export const isTrue = (properties: Properties, name: string): boolean =>
  text(properties, name) === 'true';

/** All properties but these. */
export function omit(properties: Properties, ...names: readonly string[]): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !names.includes(name)));
}

/** These properties, where they are given. */
export function pick(properties: Properties, ...names: readonly string[]): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => names.includes(name)));
}

/** Top-level properties whose values differ. */
export function changedProperties(before: Properties, after: Properties): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => canonical(before[name]) !== canonical(after[name]));
}

const canonical = (value: unknown): string | undefined =>
  JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );

function asProperties(value: unknown): Properties {
  if (typeof value === 'object' && value !== null) return value as Properties;
  throw new AssemblyError(`expected an object, got ${JSON.stringify(value)}`);
}
