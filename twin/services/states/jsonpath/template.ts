// Payload templates: JSON whose fields that end in `.$` take their value from a path or an intrinsic function.
import { type CallScope, evaluateCall } from '../intrinsics/call.ts';
import { looksLikeCall, parseCall } from '../intrinsics/parse.ts';
import { isArray, isObject, type Json, type JsonObject, type Payload, payloadOf } from '../json.ts';
import { parsePath } from './parse.ts';
import { lookUp, notFound } from './scope.ts';

export type Template = (scope: CallScope) => Json;

/** A path or an intrinsic call, as the text of a field. */
export function compileReference(text: string, field: string): Template {
  if (looksLikeCall(text)) {
    const call = parseCall(text);
    return (scope) => evaluateCall(call, field, scope);
  }
  const path = parsePath(text);
  return (scope) => {
    const value = lookUp(path, scope);
    if (value === undefined) throw notFound(text, field, scope);
    return value;
  };
}

export function compileTemplate(template: Json): Template {
  if (isArray(template)) {
    const items = template.map(compileTemplate);
    return (scope) => items.map((item) => item(scope));
  }
  if (!isObject(template)) return () => template;
  const members = Object.entries(template).map(([key, value]) => compileMember(key, value));
  return (scope) => Object.fromEntries(members.map(([key, value]) => [key, value(scope)]));
}

function compileMember(key: string, value: Json): readonly [string, Template] {
  if (!key.endsWith('.$')) return [key, compileTemplate(value)];
  return [key.slice(0, -2), compileReference(String(value), key)];
}

/** The members of an Assign, each on its own: a variable that is a whole payload keeps its text. */
export function compileAssign(assign: JsonObject): (scope: CallScope) => Map<string, Payload> {
  const members = Object.entries(assign).map(([key, value]) => compileMember(key, value));
  return (scope) => new Map(members.map(([key, value]) => [key, payloadOf(value(scope))]));
}
