// Where the transitions of a definition lead: to states that exist, to every state, and to an end.
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';
import type { Diagnostic } from './diagnostic.ts';
import { innerContainers } from './state.ts';

interface Transition {
  readonly target: string;
  readonly location: string;
}

export function graphProblems(container: JsonObject, location: string): readonly Diagnostic[] {
  const states = isObject(container['States']) ? container['States'] : {};
  const named = Object.entries(states).flatMap(([name, state]) =>
    isObject(state) ? [{ name, state, place: `${location}/States/${name}` }] : [],
  );
  const start = { target: String(container['StartAt']), location: `${location}/StartAt` };
  const outgoing = new Map(
    named.map(({ name, state, place }) => [name, transitionsOf(state, place)]),
  );
  const all = [start, ...[...outgoing.values()].flat()];
  const dangling = all.filter(({ target }) => !outgoing.has(target)).map(missingTarget);
  const ends = named.some(({ state }) => isTerminal(state));
  return [
    ...dangling,
    ...(ends ? unreachable(outgoing, start.target, location) : [MISSING_END_STATE]),
    ...named.flatMap(({ state, place }) =>
      innerContainers(state, String(state['Type'])).flatMap((inner) =>
        graphProblems(inner.container, place + inner.place),
      ),
    ),
  ];
}

const MISSING_END_STATE: Diagnostic = {
  severity: 'ERROR',
  code: 'MISSING_END_STATE',
  message: 'Workflow has no terminal state',
};

const missingTarget = ({ target, location }: Transition): Diagnostic => ({
  severity: 'ERROR',
  code: 'MISSING_TRANSITION_TARGET',
  message: `Missing 'Next' target: ${target}`,
  location,
});

const isTerminal = (state: JsonObject): boolean =>
  state['End'] === true || state['Type'] === 'Succeed' || state['Type'] === 'Fail';

function transitionsOf(state: JsonObject, place: string): readonly Transition[] {
  const lists = ['Choices', 'Catch'].flatMap((field) =>
    (isArray(state[field]) ? state[field] : []).flatMap((item, index) =>
      isObject(item) ? to(item['Next'], `${place}/${field}[${index}]/Next`) : [],
    ),
  );
  return [
    ...to(state['Next'], `${place}/Next`),
    ...lists,
    ...to(state['Default'], `${place}/Default`),
  ];
}

const to = (target: Json | undefined, location: string): readonly Transition[] =>
  typeof target === 'string' ? [{ target, location }] : [];

function unreachable(
  outgoing: ReadonlyMap<string, readonly Transition[]>,
  start: string,
  location: string,
): readonly Diagnostic[] {
  const reached = new Set<string>();
  const queue = [start];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    queue.push(...(outgoing.get(name) ?? []).map(({ target }) => target));
  }
  return [...outgoing.keys()]
    .filter((name) => !reached.has(name))
    .map((name) => ({
      severity: 'ERROR',
      code: 'MISSING_TRANSITION_TARGET',
      message: `State "${name}" is not reachable.`,
      location: `${location}/States/${name}`,
    }));
}
