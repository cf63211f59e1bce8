// Takes in values from a request: checked, with canonical numbers, and independent of the caller's objects.
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { invalidParameters, validation } from '../errors.ts';
import { bytesText, typesOf, type ValueMap } from './attribute.ts';
import { canonicalNumber } from './number.ts';

const DEPTH_MAX = 32;

export const acceptMap = (map: Readonly<ValueMap>, depth = 1): ValueMap =>
  Object.fromEntries(Object.entries(map).map(([name, value]) => [name, acceptValue(value, depth)]));

export function acceptValue(value: AttributeValue, depth = 1): AttributeValue {
  if (depth > DEPTH_MAX) {
    throw validation('Nesting Levels have exceeded supported limits: Attributes with 32 levels');
  }
  const types = typesOf(value);
  const [type] = types;
  if (type === undefined) {
    throw validation(
      'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes',
    );
  }
  if (types.length > 1) {
    throw validation(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  }
  if (value.N !== undefined) return { N: canonicalNumber(value.N) };
  if (value.NULL === false) {
    throw invalidParameters('Null attribute value types must have the value of true');
  }
  if (value.SS !== undefined) return { SS: stringSet(value.SS) };
  if (value.NS !== undefined) return { NS: numberSet(value.NS) };
  if (value.BS !== undefined) return { BS: binarySet(value.BS) };
  if (value.L !== undefined) return { L: value.L.map((each) => acceptValue(each, depth + 1)) };
  if (value.M !== undefined) return { M: acceptMap(value.M, depth + 1) };
  return value;
}

function stringSet(members: readonly string[]): string[] {
  // The double space is DynamoDB's.
  if (members.length === 0) throw invalidParameters('An string set  may not be empty');
  if (new Set(members).size < members.length) {
    throw invalidParameters(`Input collection [${members.join(', ')}] contains duplicates.`);
  }
  return [...members];
}

function numberSet(members: readonly string[]): string[] {
  if (members.length === 0) throw invalidParameters('An number set  may not be empty');
  const numbers = members.map(canonicalNumber);
  if (new Set(numbers).size < numbers.length)
    throw validation('Input collection contains duplicates');
  return numbers;
}

function binarySet(members: readonly Uint8Array[]): Uint8Array[] {
  if (members.length === 0) throw invalidParameters('Binary sets should not be empty');
  if (new Set(members.map(bytesText)).size < members.length) {
    const shown = members.map((member) => Buffer.from(member).toString('base64')).join(', ');
    throw invalidParameters(`Input collection [${shown}]of type BS contains duplicates.`);
  }
  return [...members];
}
