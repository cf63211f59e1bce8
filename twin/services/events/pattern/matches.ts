// Does an event satisfy a pattern? Values from different elements of one array never count together.
import type { Alternative, Pattern, Requirement } from './compile.ts';
import type { Element, EventFields, Field } from './event-fields.ts';

/** The element taken of each array so far, by the array's number. */
type Chosen = ReadonlyMap<number, number>;

interface Candidates {
  readonly requirement: Requirement;
  readonly fields: readonly Field[];
}

const NOTHING_CHOSEN: Chosen = new Map();

export const matchesPattern = (pattern: Pattern, event: EventFields): boolean =>
  pattern.some((alternative) => satisfies(alternative, event));

export function satisfies(alternative: Alternative, event: EventFields): boolean {
  const candidates: Candidates[] = [];
  for (const requirement of alternative) {
    const fields = fitting(requirement, event);
    if (fields.length === 0 && !requirement.absent) return false;
    // A value outside all arrays restricts nothing, so there is nothing to choose.
    if (requirement.absent || !fields.some(({ element }) => element === undefined)) {
      candidates.push({ requirement, fields });
    }
  }
  return choose(candidates, 0, NOTHING_CHOSEN, event, new Set());
}

/** False where these fields already rule the alternative out, whatever else the event has. */
export const mightSatisfy = (alternative: Alternative, known: EventFields): boolean =>
  alternative.every(
    (requirement) => !known.has(requirement.path) || fitting(requirement, known).length > 0,
  );

function fitting({ path, present }: Requirement, event: EventFields): readonly Field[] {
  const fields = event.get(path) ?? [];
  return fields.filter((field) => present.some((matcher) => matcher.matches(field)));
}

/** Takes a field for each requirement in turn, stepping back where the arrays disagree. */
function choose(
  candidates: readonly Candidates[],
  position: number,
  chosen: Chosen,
  event: EventFields,
  failed: Set<string>,
): boolean {
  const next = candidates[position];
  if (next === undefined) return true;
  const state = `${position} ${[...chosen].join()}`;
  if (failed.has(state)) return false;
  const goesOn = (choice: Chosen | undefined) =>
    choice !== undefined && choose(candidates, position + 1, choice, event, failed);
  if (next.requirement.absent && isAbsent(next.requirement.path, chosen, event)) {
    if (goesOn(chosen)) return true;
  }
  if (next.fields.some(({ element }) => goesOn(join(chosen, element)))) return true;
  failed.add(state);
  return false;
}

/** A field of an element that was not chosen is not there for this match. */
const isAbsent = (path: string, chosen: Chosen, event: EventFields): boolean =>
  (event.get(path) ?? []).every(({ element }) => join(chosen, element) === undefined);

/** What is chosen once this element is, too; undefined where another one of its array already was. */
function join(chosen: Chosen, element: Element | undefined): Chosen | undefined {
  let joined: Map<number, number> | undefined;
  for (let each = element; each !== undefined; each = each.outer) {
    const taken = chosen.get(each.array);
    if (taken !== undefined && taken !== each.index) return undefined;
    if (taken === undefined) {
      joined ??= new Map(chosen);
      joined.set(each.array, each.index);
    }
  }
  return joined ?? chosen;
}
