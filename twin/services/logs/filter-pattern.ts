// Filter patterns: terms (`ERROR -debug ?a ?b "two words"`) and comparisons of JSON members (`{ $.level = "error" }`).
import { AwsError } from '../../host/aws-error.ts';
import { evaluatePath, InvalidPath } from '../events/delivery/json-path.ts';
import { invalid } from './store.ts';

export type Filter = (message: string) => boolean;

const TERM = /\s*([-?]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/y;
const COMPARISON = /^\(?\s*(\$[^\s=!<>]+)\s*(=|!=|>=|<=|>|<|IS|NOT)\s*(?:"([^"]*)"|(\S+?))\s*\)?$/;

type Comparison = (value: unknown, wanted: string) => boolean;

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  '=': (value, wanted) => equals(value, wanted),
  '!=': (value, wanted) => value !== undefined && !equals(value, wanted),
  '>': (value, wanted) => typeof value === 'number' && value > Number(wanted),
  '>=': (value, wanted) => typeof value === 'number' && value >= Number(wanted),
  '<': (value, wanted) => typeof value === 'number' && value < Number(wanted),
  '<=': (value, wanted) => typeof value === 'number' && value <= Number(wanted),
  IS: (value, wanted) => String(value).toLowerCase() === wanted.toLowerCase(),
  NOT: (value, wanted) => wanted.toUpperCase() === 'EXISTS' && value === undefined,
};

export function compileFilter(pattern: string): Filter {
  const text = pattern.trim();
  if (text === '') return () => true;
  if (text.startsWith('{') && text.endsWith('}')) return jsonFilter(text.slice(1, -1));
  if (text.startsWith('[') || text.startsWith('%')) {
    throw new AwsError('NotImplemented', `logs: the filter pattern ${text} is not simulated`, {
      status: 501,
    });
  }
  return termFilter(text);
}

function termFilter(text: string): Filter {
  const needed: string[] = [];
  const excluded: string[] = [];
  const optional: string[] = [];
  TERM.lastIndex = 0;
  for (let found = TERM.exec(text); found !== null; found = TERM.exec(text)) {
    const [, sign, quoted, bare = ''] = found;
    const list = sign === '-' ? excluded : sign === '?' ? optional : needed;
    list.push(quoted?.replaceAll(/\\(.)/g, '$1') ?? bare);
  }
  return (message) => {
    const contains = (term: string) => message.includes(term);
    return (
      needed.every(contains) &&
      !excluded.some(contains) &&
      // Optional terms do not count beside others: CloudWatch Logs ignores them there.
      (optional.length === 0 || needed.length > 0 || optional.some(contains))
    );
  };
}

/** `&&` binds tighter than `||`; deeper nesting is refused. */
function jsonFilter(text: string): Filter {
  const alternatives = text.split('||').map((part) => part.split('&&').map(comparison));
  return (message) => {
    const root = parse(message);
    return root !== undefined && alternatives.some((all) => all.every((holds) => holds(root)));
  };
}

function comparison(text: string): (root: object) => boolean {
  const [, path, operator = '', quoted, bare = ''] = COMPARISON.exec(text.trim()) ?? [];
  const compare = COMPARISONS[operator];
  if (path === undefined || compare === undefined) throw invalid('Invalid filter pattern');
  requirePath(path);
  return (root) => compare(evaluatePath(path, root), quoted ?? bare);
}

function requirePath(path: string): void {
  try {
    evaluatePath(path, {});
  } catch (error) {
    if (error instanceof InvalidPath) throw invalid('Invalid filter pattern');
    throw error;
  }
}

/** A star stands for any text. */
function equals(value: unknown, wanted: string): boolean {
  if (typeof value === 'number') return value === Number(wanted);
  if (typeof value !== 'string') return false;
  const pieces = wanted.split('*').map((piece) => piece.replaceAll(/[\\^$.+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${pieces.join('.*')}$`, 's').test(value);
}

function parse(message: string): object | undefined {
  try {
    const value: unknown = JSON.parse(message);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
