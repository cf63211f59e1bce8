// JSON values as Step Functions handles them: data with its text, which a state that does not touch it hands on unchanged.

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

/** A JSON value and the text it came in, or would be written as. */
export interface Payload {
  readonly value: Json;
  text(): string;
}

export function payloadOf(value: Json): Payload {
  let text: string | undefined;
  return {
    value,
    text: () => {
      text ??= JSON.stringify(value);
      return text;
    },
  };
}

/** Throws SyntaxError where the text is not JSON. */
export function payloadFrom(text: string): Payload {
  const value: Json = JSON.parse(text);
  return { value, text: () => text };
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isArray = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** The text between members of an array of payloads keeps each member's own text. */
export const payloadOfArray = (items: readonly Payload[]): Payload => {
  let text: string | undefined;
  return {
    value: items.map((item) => item.value),
    text: () => {
      text ??= `[${items.map((item) => item.text()).join(',')}]`;
      return text;
    },
  };
};

export function deepEqual(left: Json, right: Json): boolean {
  if (left === right) return true;
  if (isArray(left)) {
    return (
      isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => deepEqual(item, right[index] ?? null))
    );
  }
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every(
      (key) => Object.hasOwn(right, key) && deepEqual(left[key] ?? null, right[key] ?? null),
    )
  );
}

export const EMPTY: Payload = payloadOf({});
