/** A row of the table of bad input: where its mistake is written, and how the row is judged. */
import { expect } from 'vitest';
import { readSpec } from '../../../../core/spec/index.ts';
import { writeSpec } from '../write-spec.ts';

/** Code, path, line, and the text that raises it. */
export type Row = readonly [code: string, path: string, line: number, text: string];

export const strategy = '$.environments[0].strategy';

export function environment(lines: string): string {
  return writeSpec({ environment: lines });
}

export function top(lines: string): string {
  return writeSpec({ top: lines });
}

export function strategyOf(inner: string): string {
  return environment(`strategy: { ${inner} }`);
}

export function gateOf(inner: string): string {
  return environment(`gates:\n  - { kind: window, ${inner} }`);
}

export function expectSingleCode(...[code, path, line, text]: Row): void {
  const { problems } = readSpec(text);
  expect(problems.map((problem) => [problem.code, problem.path, problem.line])).toContainEqual([
    code,
    path,
    line,
  ]);
  const others = problems.filter(
    (problem) => problem.code !== code && problem.severity === 'error',
  );
  expect(others, 'a single mistake raises a single code').toEqual([]);
}
