// The part of JSONPath that EventBridge evaluates: names, dashes and slashes in them, array indices and wildcards.

type Step = { readonly name: string } | { readonly index: number } | { readonly every: true };

const STEP = /\.([\w/-]+)|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\]|(\.\*|\[\*\])/y;

export class InvalidPath extends Error {
  override readonly name = 'InvalidPath';
}

export function parsePath(path: string): readonly Step[] {
  if (!path.startsWith('$')) throw new InvalidPath(path);
  const steps: Step[] = [];
  STEP.lastIndex = 1;
  while (STEP.lastIndex < path.length) {
    const position = STEP.lastIndex;
    const found = STEP.exec(path);
    if (found === null || STEP.lastIndex === position) throw new InvalidPath(path);
    const [, name, index, quoted, doubleQuoted] = found;
    const key = name ?? quoted ?? doubleQuoted;
    if (key !== undefined) steps.push({ name: key });
    else steps.push(index === undefined ? { every: true } : { index: Number(index) });
  }
  return steps;
}

/** Undefined where the path leads nowhere. */
export function evaluatePath(path: string, root: unknown): unknown {
  const steps = parsePath(path);
  const many = steps.some((step) => 'every' in step);
  const found = steps.reduce<readonly unknown[]>(
    (values, step) => values.flatMap((value) => children(value, step)),
    [root],
  );
  return many ? found : found[0];
}

function children(value: unknown, step: Step): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('every' in step) return Object.values(value);
  if ('index' in step) return Array.isArray(value) ? value.slice(step.index, step.index + 1) : [];
  return Object.hasOwn(value, step.name) ? [(value as Record<string, unknown>)[step.name]] : [];
}
