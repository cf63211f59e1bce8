// What a JSONata expression may give to a state: plain JSON, and nothing that hides a function or is undefined.
import type { Json } from '../json.ts';

export const UNDEFINED: unique symbol = Symbol('undefined');
export const UNSUPPORTED: unique symbol = Symbol('unsupported');

type Converted = Json | typeof UNDEFINED | typeof UNSUPPORTED;

/** Copies the value, because JSONata marks its arrays with members of its own. */
export function toJson(value: unknown): Converted {
  if (value === undefined) return UNDEFINED;
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : UNSUPPORTED;
  if (typeof value !== 'object' || isFunction(value)) return UNSUPPORTED;
  if (Array.isArray(value)) return arrayToJson(value);
  return objectToJson(value);
}

function isFunction(value: object): boolean {
  return '_jsonata_lambda' in value || '_jsonata_function' in value;
}

function arrayToJson(items: readonly unknown[]): Converted {
  const copy: Json[] = [];
  for (const item of items) {
    const converted = toJson(item);
    if (converted === UNSUPPORTED) return UNSUPPORTED;
    // A hole in an array is null in JSON.
    copy.push(converted === UNDEFINED ? null : converted);
  }
  return copy;
}

function objectToJson(members: object): Converted {
  const copy: Record<string, Json> = {};
  for (const [key, member] of Object.entries(members)) {
    const converted = toJson(member);
    if (converted === UNSUPPORTED) return UNSUPPORTED;
    if (converted !== UNDEFINED) copy[key] = converted;
  }
  return copy;
}
