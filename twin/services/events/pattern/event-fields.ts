// An event as the matcher sees it: its leaves by dotted path, each with the array elements that it lies in.
import { isArray, isNumber, isObject, type JsonScalar, type JsonTree } from './json-tree.ts';

export interface FieldValue {
  /** Equal values have equal keys: 300 and 3.0e2 do, 300 and "300" do not. */
  readonly key: string;
  readonly string?: string;
  readonly number?: number;
}

/** One element of one array; leaves of different elements of an array never match together. */
export interface Element {
  readonly array: number;
  readonly index: number;
  readonly outer: Element | undefined;
}

export interface Field extends FieldValue {
  readonly element: Element | undefined;
}

export type EventFields = ReadonlyMap<string, readonly Field[]>;

const SAFE_DIGITS = 15;

export function fieldsOf(event: JsonTree): EventFields {
  const fields = new Map<string, Field[]>();
  let arrays = 0;

  function visit(path: string, tree: JsonTree, element: Element | undefined): void {
    if (isArray(tree)) visitArray(path, tree, element);
    else if (isObject(tree)) visitObject(path, tree.members, element);
    else add(path, { ...fieldValue(tree), element });
  }

  function visitObject(
    path: string,
    members: readonly (readonly [string, JsonTree])[],
    element: Element | undefined,
  ): void {
    for (const [name, value] of members)
      visit(path === '' ? name : `${path}.${name}`, value, element);
  }

  function visitArray(path: string, elements: readonly JsonTree[], outer?: Element): void {
    const array = arrays++;
    for (const [index, value] of elements.entries()) {
      // Plain values of one array may match together; only what has an inside belongs to its element.
      const inside = isArray(value) || isObject(value);
      visit(path, value, inside ? { array, index, outer } : outer);
    }
  }

  function add(path: string, field: Field): void {
    const known = fields.get(path);
    if (known === undefined) fields.set(path, [field]);
    else known.push(field);
  }

  visit('', event, undefined);
  return fields;
}

export function fieldValue(scalar: JsonScalar): FieldValue {
  if (typeof scalar === 'string') return { key: `"${scalar}`, string: scalar };
  if (!isNumber(scalar)) return { key: String(scalar) };
  const number = exactNumber(scalar.digits);
  return number === undefined ? { key: scalar.digits } : { key: String(number), number };
}

/** The number that the digits mean, unless a double cannot hold it: such numbers compare as text only. */
export function exactNumber(digits: string): number | undefined {
  const number = Number(digits) + 0;
  if (!Number.isFinite(number)) return undefined;
  if (digits.length <= SAFE_DIGITS) return number === 0 ? 0 : number;
  return decimal(digits) === decimal(String(number)) ? number : undefined;
}

/** Significant digits and exponent: equal for equal numbers, however they are written. */
function decimal(digits: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^([-+]?)(\d+)(?:\.(\d+))?(?:e([-+]?\d+))?$/i.exec(digits) ?? [];
  const all = `${whole}${fraction}`;
  const significant = all.replace(/^0+/, '').replace(/0+$/, '');
  if (significant === '') return '0';
  const trailing = all.length - all.replace(/0+$/, '').length;
  return `${sign}${significant}e${Number(exponent) - fraction.length + trailing}`;
}
