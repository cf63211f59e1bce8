// Which messages a subscription wants: EventBridge's pattern language, over attributes or over the body.
import type { MessageAttributeValue } from '@aws-sdk/client-sns';
import { compileTree, type Pattern } from '../events/pattern/compile.ts';
import { fieldsOf } from '../events/pattern/event-fields.ts';
import {
  isArray,
  isObject,
  type JsonObject,
  type JsonTree,
  readJson,
} from '../events/pattern/json-tree.ts';
import { matchesPattern } from '../events/pattern/matches.ts';
import { InvalidPattern } from '../events/pattern/value-matcher.ts';

export type FilterScope = 'MessageAttributes' | 'MessageBody';

export interface FilterPolicy {
  readonly scope: FilterScope;
  readonly pattern: Pattern;
}

type Attributes = Readonly<Record<string, MessageAttributeValue>>;

const KEYS_MAX = 5;
const COMBINATIONS_MAX = 150;
const OR = '$or';

/** Throws InvalidPattern with SNS's reason. */
export function compileFilterPolicy(text: string, scope: FilterScope): FilterPolicy {
  const tree = parse(text);
  if (!isObject(tree)) throw new InvalidPattern('FilterPolicy: Filter is not an object');
  if (scope === 'MessageAttributes' && tree.members.some(([, value]) => isObject(value))) {
    throw new InvalidPattern(
      'Filter policy scope MessageAttributes does not support nested filter policy',
    );
  }
  if (leafCount(tree) > KEYS_MAX) {
    throw new InvalidPattern(`FilterPolicy: Filter policy can not have more than ${KEYS_MAX} keys`);
  }
  const pattern = compile(tree);
  if (combinations(tree, 1) > COMBINATIONS_MAX) {
    throw new InvalidPattern('FilterPolicy: Filter policy is too complex');
  }
  return { scope, pattern };
}

export function wants(
  { scope, pattern }: FilterPolicy,
  message: { readonly body: string; readonly attributes: Attributes },
): boolean {
  const tree = scope === 'MessageBody' ? bodyTree(message.body) : attributeTree(message.attributes);
  return tree !== undefined && matchesPattern(pattern, fieldsOf(tree));
}

function parse(text: string): JsonTree {
  try {
    return readJson(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    throw new InvalidPattern(`FilterPolicy: failed to parse JSON. ${why}`);
  }
}

function compile(tree: JsonObject): Pattern {
  // The one operator of the language that SNS has been seen to refuse.
  refuseSuffixInAnythingBut(tree);
  try {
    return compileTree(tree);
  } catch (error) {
    if (!(error instanceof InvalidPattern)) throw error;
    throw new InvalidPattern(`FilterPolicy: ${error.message}`);
  }
}

function refuseSuffixInAnythingBut(tree: JsonTree): void {
  if (isArray(tree)) tree.forEach(refuseSuffixInAnythingBut);
  if (!isObject(tree)) return;
  for (const [name, value] of tree.members) {
    if (name === 'anything-but' && isObject(value) && value.members[0]?.[0] === 'suffix') {
      throw new InvalidPattern('FilterPolicy: Unsupported anything-but pattern: suffix');
    }
    refuseSuffixInAnythingBut(value);
  }
}

const leafCount = ({ members }: JsonObject): number =>
  members.reduce((sum, [name, value]) => {
    if (isObject(value)) return sum + leafCount(value);
    if (name !== OR || !isArray(value)) return sum + 1;
    return sum + Math.max(0, ...value.map((each) => (isObject(each) ? leafCount(each) : 0)));
  }, 0);

/** Values multiply from key to key, and count for more the deeper they are nested. */
const combinations = ({ members }: JsonObject, depth: number): number =>
  members.reduce((product, [name, value]) => {
    if (isObject(value)) return product * combinations(value, depth + 1);
    if (!isArray(value)) return product;
    if (name !== OR) return product * value.length * depth;
    const sum = value.reduce<number>(
      (total, each) => total + (isObject(each) ? combinations(each, depth) : 0),
      0,
    );
    return product * sum;
  }, 1);

/** A body that is not a JSON object matches nothing. */
function bodyTree(body: string): JsonTree | undefined {
  try {
    const tree = readJson(body);
    return isObject(tree) ? tree : undefined;
  } catch {
    return undefined;
  }
}

/** Binary attributes take no part in filtering. */
const attributeTree = (attributes: Attributes): JsonTree => ({
  members: Object.entries(attributes).flatMap(([name, value]) => {
    const tree = attributeValue(value);
    return tree === undefined ? [] : [[name, tree] as const];
  }),
});

function attributeValue({ DataType = '', StringValue = '' }: MessageAttributeValue) {
  if (DataType === 'String.Array') return parseArray(StringValue);
  if (DataType.startsWith('Number')) return { digits: StringValue };
  return DataType.startsWith('String') ? StringValue : undefined;
}

function parseArray(text: string): JsonTree | undefined {
  try {
    return readJson(text);
  } catch {
    return undefined;
  }
}
