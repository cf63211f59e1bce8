// Intrinsic functions and pseudo parameters: a template's values as CloudFormation would compute them.
import { cidrBlocks } from './cidr.ts';
import { AssemblyError } from './error.ts';

/** What a template can refer to. Each throws AssemblyError for what does not exist. */
export interface Names {
  /** A parameter, a pseudo parameter or a resource. */
  ref(name: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  condition(name: string): boolean;
  mapping(map: string, top: string, second: string): unknown;
  importValue(name: string): unknown;
  availabilityZones(region: string): readonly string[];
}

/** Stands for AWS::NoValue: the property or the list item is left out. */
export const NO_VALUE = Symbol('AWS::NoValue');

export function evaluate(value: unknown, names: Names): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => evaluate(item, names)).filter((item) => item !== NO_VALUE);
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length === 1 && first !== undefined) {
    const intrinsic = INTRINSICS[first[0]];
    if (intrinsic !== undefined) return intrinsic(first[1], names);
    if (first[0].startsWith('Fn::')) throw new AssemblyError(`${first[0]} is not simulated`);
  }
  const result: Record<string, unknown> = {};
  for (const [key, member] of entries) {
    const evaluated = evaluate(member, names);
    if (evaluated !== NO_VALUE) result[key] = evaluated;
  }
  return result;
}

export function evaluateCondition(value: unknown, names: Names): boolean {
  if (typeof value === 'object' && value !== null && 'Condition' in value) {
    return names.condition(String(value.Condition));
  }
  return String(evaluate(value, names)) === 'true';
}

type Intrinsic = (argument: unknown, names: Names) => unknown;

const list = (value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value;
  throw new AssemblyError(`expected a list, got ${JSON.stringify(value)}`);
};

const evaluatedList = (argument: unknown, names: Names) => list(evaluate(argument, names));

/** The first arguments of a function, evaluated, as text. */
const texts = (argument: unknown, names: Names): readonly string[] =>
  evaluatedList(argument, names).map(String);

const conditions = (argument: unknown, names: Names) =>
  list(argument).map((each) => evaluateCondition(each, names));

/** CloudFormation does not convert structures to text, and neither does this. */
function scalar(value: unknown, where: string): string {
  if (typeof value === 'object' && value !== null) {
    throw new AssemblyError(`${where} needs text, got ${JSON.stringify(value)}`);
  }
  return String(value);
}

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, names) => names.ref(String(argument)),
  'Fn::GetAtt': (argument, names) => {
    const [id = '', ...rest] = Array.isArray(argument) ? argument : String(argument).split('.');
    const attribute = rest.map((part) => String(evaluate(part, names))).join('.');
    return names.attribute(String(id), attribute);
  },
  'Fn::Sub': substitute,
  'Fn::Join': (argument, names) => {
    const [separator, parts] = list(argument);
    return evaluatedList(parts, names)
      .map((part) => scalar(part, 'Fn::Join'))
      .join(String(separator));
  },
  'Fn::Select': (argument, names) => {
    const [index, items] = list(argument);
    const position = Number(evaluate(index, names));
    const item = evaluatedList(items, names)[position];
    if (item === undefined) throw new AssemblyError(`Fn::Select cannot select item ${position}`);
    return item;
  },
  'Fn::Split': (argument, names) => {
    const [separator, text] = list(argument);
    return scalar(evaluate(text, names), 'Fn::Split').split(String(separator));
  },
  'Fn::If': (argument, names) => {
    const [condition, yes, no] = list(argument);
    return evaluate(names.condition(String(condition)) ? yes : no, names);
  },
  'Fn::Equals': (argument, names) => {
    const [left, right] = evaluatedList(argument, names);
    return JSON.stringify(left) === JSON.stringify(right) || String(left) === String(right);
  },
  'Fn::And': (argument, names) => conditions(argument, names).every(Boolean),
  'Fn::Or': (argument, names) => conditions(argument, names).some(Boolean),
  'Fn::Not': (argument, names) => !conditions(argument, names)[0],
  'Fn::ImportValue': (argument, names) => names.importValue(String(evaluate(argument, names))),
  'Fn::FindInMap': (argument, names) => {
    const [map = '', top = '', second = ''] = texts(argument, names);
    return names.mapping(map, top, second);
  },
  'Fn::GetAZs': (argument, names) => names.availabilityZones(String(evaluate(argument, names))),
  'Fn::Base64': (argument, names) =>
    Buffer.from(scalar(evaluate(argument, names), 'Fn::Base64')).toString('base64'),
  'Fn::Cidr': (argument, names) => {
    const [block = '', count = '1', bits = '8'] = texts(argument, names);
    return cidrBlocks({ block, count: Number(count), hostBits: Number(bits) });
  },
  'Fn::ToJsonString': (argument, names) => JSON.stringify(evaluate(argument, names)),
  'Fn::Length': (argument, names) => evaluatedList(argument, names).length,
};

function substitute(argument: unknown, names: Names): string {
  const [text, given] = Array.isArray(argument) ? argument : [argument, {}];
  const variables = (given ?? {}) as Readonly<Record<string, unknown>>;
  return String(text).replace(/\$\{([^}]+)\}/g, (_match, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (Object.hasOwn(variables, name)) return scalar(evaluate(variables[name], names), name);
    const dot = name.indexOf('.');
    return scalar(
      dot === -1 ? names.ref(name) : names.attribute(name.slice(0, dot), name.slice(dot + 1)),
      name,
    );
  });
}
