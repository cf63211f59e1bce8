// ResultPath: puts a value into a copy of the data, at a path of members and indices.
import { isArray, isObject, type Json } from '../json.ts';
import type { Path, Step } from './path.ts';

/** Undefined where the data has something in the way that is no object. */
export function withValueAt(data: Json, path: Path, value: Json): Json | undefined {
  return place(data, path.steps, value);
}

function place(data: Json | undefined, steps: readonly Step[], value: Json): Json | undefined {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (step.kind === 'index') {
    const [index = 0] = step.indices;
    if (!isArray(data) || index >= data.length) return undefined;
    const inner = place(data[index], rest, value);
    return inner === undefined ? undefined : data.with(index, inner);
  }
  const name = step.kind === 'member' ? step.names[0] : undefined;
  if (name === undefined) return undefined;
  if (data !== undefined && data !== null && !isObject(data)) return undefined;
  const base = isObject(data) ? data : {};
  const inner = place(base[name], rest, value);
  return inner === undefined ? undefined : { ...base, [name]: inner };
}
