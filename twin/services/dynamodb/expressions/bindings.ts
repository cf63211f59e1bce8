// The names and values that expressions refer to, and which of them nobody used.
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { AwsError } from '../../../host/aws-error.ts';
import { validation } from '../errors.ts';
import { acceptValue } from '../values/accept.ts';

export interface Bindings {
  /** The attribute name behind `#name`; undefined where there is none. */
  name(reference: string): string | undefined;
  value(reference: string): AttributeValue | undefined;
  /** Throws where a name or value was given and no expression used it. */
  checkAllUsed(): void;
}

export interface BindingInput {
  readonly ExpressionAttributeNames?: Record<string, string> | undefined;
  readonly ExpressionAttributeValues?: Record<string, AttributeValue> | undefined;
}

/** `expressions`: the request's expressions by name, in AWS's order; undefined where one is absent. */
export function bind(
  input: BindingInput,
  expressions: Readonly<Record<string, string | undefined>>,
): Bindings {
  const names = input.ExpressionAttributeNames;
  const values = input.ExpressionAttributeValues;
  checkNeeded(input, expressions);
  checkKeys('ExpressionAttributeNames', names, /^#[0-9a-zA-Z_]+$/);
  checkKeys('ExpressionAttributeValues', values, /^:[0-9a-zA-Z_]+$/);
  const accepted = new Map(
    Object.entries(values ?? {}).map(([key, value]) => [key, acceptBinding(key, value)]),
  );
  const unusedNames = new Set(Object.keys(names ?? {}));
  const unusedValues = new Set(accepted.keys());
  return {
    name(reference) {
      unusedNames.delete(reference);
      return names?.[reference];
    },
    value(reference) {
      unusedValues.delete(reference);
      return accepted.get(reference);
    },
    checkAllUsed() {
      checkUsed('ExpressionAttributeNames', unusedNames);
      checkUsed('ExpressionAttributeValues', unusedValues);
    },
  };
}

function checkNeeded(
  { ExpressionAttributeNames: names, ExpressionAttributeValues: values }: BindingInput,
  expressions: Readonly<Record<string, string | undefined>>,
): void {
  if (names !== undefined && Object.values(expressions).every((text) => text === undefined)) {
    throw validation('ExpressionAttributeNames can only be specified when using expressions');
  }
  const withValues = Object.keys(expressions).filter((name) => name !== 'ProjectionExpression');
  if (values !== undefined && withValues.every((name) => expressions[name] === undefined)) {
    const list = withValues.join(' and ');
    throw validation(
      `ExpressionAttributeValues can only be specified when using expressions: ${list} ` +
        `${withValues.length > 1 ? 'are' : 'is'} null`,
    );
  }
}

function checkKeys(member: string, map: object | undefined, pattern: RegExp): void {
  if (map === undefined) return;
  const keys = Object.keys(map);
  if (keys.length === 0) throw validation(`${member} must not be empty`);
  const bad = keys.find((key) => !pattern.test(key));
  if (bad !== undefined) {
    throw validation(`${member} contains invalid key: Syntax error; key: "${bad}"`);
  }
}

function acceptBinding(key: string, value: AttributeValue): AttributeValue {
  try {
    return acceptValue(value);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw validation(
      `ExpressionAttributeValues contains invalid value: ${error.message} for key ${key}`,
    );
  }
}

function checkUsed(member: string, unused: ReadonlySet<string>): void {
  if (unused.size === 0) return;
  throw validation(
    `Value provided in ${member} unused in expressions: keys: {${[...unused].join(', ')}}`,
  );
}
