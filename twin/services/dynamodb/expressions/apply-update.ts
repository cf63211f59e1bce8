// Applies an update expression to an item. All operands see the item as it was before.
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { validation } from '../errors.ts';
import type { Item } from '../sdk.ts';
import { bytesText, cloneMap, cloneValue, typeOf, type ValueMap } from '../values/attribute.ts';
import { addNumbers, subtractNumbers } from '../values/number.ts';
import type { Update, UpdateOperand } from './parse-update.ts';
import { type Path, valueAt } from './paths.ts';

type List = AttributeValue[];

/** The place that a path's last step names, in the copy that is being changed. */
type Place =
  | { readonly map: ValueMap; readonly name: string }
  | { readonly list: List; readonly index: number };

/** Changes to lists that would move other members wait until all actions were taken. */
interface ListChanges {
  readonly removed: Map<List, Set<number>>;
  readonly appended: Map<List, Map<number, AttributeValue>>;
}

export function applyUpdate(before: Item, update: Update): ValueMap {
  const values = update.sets.map(({ operand }) => resolve(before, operand));
  const item = cloneMap(before);
  const changes: ListChanges = { removed: new Map(), appended: new Map() };
  update.sets.forEach(({ path }, index) => {
    const value = values[index];
    if (value !== undefined) assign(placeOf(item, path), cloneValue(value), changes);
  });
  for (const path of update.removes) remove(placeOf(item, path), changes);
  for (const { path, value } of update.adds) add(placeOf(item, path), value, changes);
  for (const { path, value } of update.deletes) subtract(placeOf(item, path), value, changes);
  settleLists(changes);
  return item;
}

function resolve(item: Item, operand: UpdateOperand): AttributeValue {
  switch (operand.kind) {
    case 'value':
      return operand.value;
    case 'path':
      return existing(item, operand.path);
    case 'ifNotExists':
      return valueAt(item, operand.path) ?? resolve(item, operand.otherwise);
    case 'append': {
      const [left, right] = [resolve(item, operand.left).L, resolve(item, operand.right).L];
      if (left === undefined || right === undefined) throw wrongType();
      return { L: [...left, ...right] };
    }
    default: {
      const [left, right] = [resolve(item, operand.left).N, resolve(item, operand.right).N];
      if (left === undefined || right === undefined) throw wrongType();
      const compute = operand.kind === 'plus' ? addNumbers : subtractNumbers;
      return { N: compute(left, right) };
    }
  }
}

function existing(item: Item, path: Path): AttributeValue {
  const value = valueAt(item, path);
  if (value !== undefined) return value;
  throw validation(
    'The provided expression refers to an attribute that does not exist in the item',
  );
}

function placeOf(item: ValueMap, path: Path): Place {
  const last = path.at(-1);
  const [name, ...steps] = path;
  if (path.length === 1 || last === undefined) return { map: item, name };
  let parent: AttributeValue | undefined = item[name];
  for (const step of steps.slice(0, -1)) {
    parent = typeof step === 'number' ? parent?.L?.[step] : parent?.M?.[step];
  }
  if (typeof last === 'number' && parent?.L !== undefined) return { list: parent.L, index: last };
  if (typeof last === 'string' && parent?.M !== undefined) return { map: parent.M, name: last };
  throw validation('The document path provided in the update expression is invalid for update');
}

const currentAt = (place: Place): AttributeValue | undefined =>
  'map' in place ? place.map[place.name] : place.list[place.index];

function assign(place: Place, value: AttributeValue, { appended }: ListChanges): void {
  if ('map' in place) place.map[place.name] = value;
  else if (place.index < place.list.length) place.list[place.index] = value;
  else {
    const waiting = appended.get(place.list) ?? new Map<number, AttributeValue>();
    appended.set(place.list, waiting.set(place.index, value));
  }
}

function remove(place: Place, { removed }: ListChanges): void {
  if ('map' in place) delete place.map[place.name];
  else removed.set(place.list, (removed.get(place.list) ?? new Set()).add(place.index));
}

function add(place: Place, value: AttributeValue, changes: ListChanges): void {
  const current = currentAt(place);
  if (current === undefined) {
    assign(place, cloneValue(value), changes);
    return;
  }
  if (typeOf(current) !== typeOf(value)) throw wrongType();
  assign(place, union(current, value), changes);
}

function subtract(place: Place, value: AttributeValue, changes: ListChanges): void {
  const current = currentAt(place);
  if (current === undefined) return;
  if (typeOf(current) !== typeOf(value)) throw wrongType();
  const rest = difference(current, value);
  // A set is never empty: the attribute goes with its last member.
  if (rest === undefined) remove(place, changes);
  else assign(place, rest, changes);
}

function union(current: AttributeValue, value: AttributeValue): AttributeValue {
  if (current.N !== undefined && value.N !== undefined)
    return { N: addNumbers(current.N, value.N) };
  if (current.SS !== undefined) return { SS: [...new Set([...current.SS, ...(value.SS ?? [])])] };
  if (current.NS !== undefined) return { NS: [...new Set([...current.NS, ...(value.NS ?? [])])] };
  const binaries = [...(current.BS ?? []), ...(value.BS ?? [])];
  return { BS: [...new Map(binaries.map((each) => [bytesText(each), each])).values()] };
}

function difference(current: AttributeValue, value: AttributeValue): AttributeValue | undefined {
  if (current.SS !== undefined) {
    const rest = current.SS.filter((member) => !value.SS?.includes(member));
    return rest.length === 0 ? undefined : { SS: rest };
  }
  if (current.NS !== undefined) {
    const rest = current.NS.filter((member) => !value.NS?.includes(member));
    return rest.length === 0 ? undefined : { NS: rest };
  }
  const gone = new Set(value.BS?.map(bytesText));
  const rest = (current.BS ?? []).filter((member) => !gone.has(bytesText(member)));
  return rest.length === 0 ? undefined : { BS: rest };
}

function settleLists({ removed, appended }: ListChanges): void {
  for (const [list, indexes] of removed) {
    list.splice(0, list.length, ...list.filter((_, index) => !indexes.has(index)));
  }
  for (const [list, members] of appended) {
    list.push(...[...members].sort(([a], [b]) => a - b).map(([, value]) => value));
  }
}

const wrongType = () =>
  validation('An operand in the update expression has an incorrect data type');
