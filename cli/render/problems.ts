/** Problems for people: what, where, got, allowed, fix, and the line with a caret under the place. */
import type { Problem } from '../../core/errors/located-problem.ts';
import { type Paints, paints } from './paint.ts';
import { safeText } from './safe-text.ts';
import { wrap } from './wrap.ts';

export interface FileProblems {
  readonly file: string;
  readonly text: string;
  readonly problems: readonly Problem[];
}

const indent = '      ';
const labelWidth = 9;
const detailWidth = 85;
const sourceWidthMax = 100;

export function renderProblems(files: readonly FileProblems[], colour: boolean): string {
  const paint = paints(colour);
  const blocks = files.flatMap(({ file, text, problems }) => {
    const lines = text.split('\n');
    return problems.map((problem) => renderProblem(problem, file, lines, paint));
  });
  return blocks.join('\n');
}

/** `3 errors and 1 warning in 2 files.` */
export function renderSummary(files: readonly FileProblems[], colour: boolean): string {
  const paint = paints(colour);
  const all = files.flatMap(({ problems }) => problems);
  const errors = all.filter(({ severity }) => severity === 'error').length;
  const warnings = all.length - errors;
  const where = `in ${plural(files.length, 'file')}`;
  if (all.length === 0) return `${paint.green('no problems')} ${where}\n`;
  const parts = [
    ...(errors > 0 ? [paint.red(plural(errors, 'error'))] : []),
    ...(warnings > 0 ? [paint.yellow(plural(warnings, 'warning'))] : []),
  ];
  return `${parts.join(' and ')} ${where}; docs/errors/ has a page for every code\n`;
}

function renderProblem(
  problem: Problem,
  file: string,
  lines: readonly string[],
  paint: Paints,
): string {
  const { code, path, line, column, message, severity } = problem;
  const tone = severity === 'error' ? paint.red : paint.yellow;
  const place = `${safeText(file)}:${line}:${column}`;
  return [
    `${tone(paint.bold(code))}  ${paint.bold(place)}  ${paint.dim(safeText(path))}`,
    `${indent}${safeText(message)}`,
    ...details(problem, paint),
    ...sourceLine(lines[line - 1], problem, paint),
    '',
  ].join('\n');
}

/** What the message says already is not said twice. */
function details(problem: Problem, paint: Paints): readonly string[] {
  const { message, got, allowed, fix } = problem;
  return Object.entries({ got, allowed, fix }).flatMap(([label, value]) => {
    if (value === undefined || message.includes(value)) return [];
    const [first = '', ...rest] = wrap(safeText(value), detailWidth);
    const more = rest.map((line) => `${indent}${' '.repeat(labelWidth)}${line}`);
    return [`${indent}${paint.dim(label.padEnd(labelWidth))}${first}`, ...more];
  });
}

/** The caret stands under what is shown, which is longer than what is written where that is escaped. */
function sourceLine(
  content: string | undefined,
  { line, column }: Problem,
  paint: Paints,
): readonly string[] {
  if (content === undefined || content.trim() === '') return [];
  const start = Math.max(0, column - sourceWidthMax);
  const before = safeText(content.slice(start, column - 1));
  const shown = before + safeText(content.slice(column - 1, start + sourceWidthMax).trimEnd());
  const margin = String(line).padStart(indent.length - 1);
  return [
    `${paint.dim(`${margin} |`)} ${shown}`,
    `${paint.dim(`${' '.repeat(margin.length)} |`)} ${' '.repeat([...before].length)}${paint.cyan('^')}`,
  ];
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
