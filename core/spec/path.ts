/** Where something is in a spec: `$.environments[1].strategy.phases[0].weight`. */
export type Path = readonly (string | number)[];

const plainKey = /^[A-Za-z_][A-Za-z0-9_-]*$/;

export function formatPath(path: Path): string {
  return `$${path.map(formatStep).join('')}`;
}

/** True for the place itself and for everything below it. */
export function isWithin(path: Path, ancestor: Path): boolean {
  return ancestor.length <= path.length && ancestor.every((step, index) => step === path[index]);
}

function formatStep(step: string | number): string {
  if (typeof step === 'number') return `[${step}]`;
  return plainKey.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
}

/** From a library's path, whose steps may in theory be symbols. */
export function toPath(steps: readonly PropertyKey[]): Path {
  return steps.map((step) => (typeof step === 'number' ? step : String(step)));
}
