// A service's release spec, read from its file when the stack is made: a bad one fails the synthesis, with every reason.
import { readFileSync } from 'node:fs';
import { readSpec, type Spec } from '../core/spec/index.ts';

export function readReleaseSpec(file: string): Spec {
  const { spec, problems } = readSpec(readFileSync(file, 'utf8'));
  if (spec !== undefined) return spec;
  const lines = problems.map(
    ({ code, line, column, message }) => `${code} ${file}:${line}:${column} ${message}`,
  );
  throw new Error(`the release spec is not valid\n${lines.join('\n')}`);
}
