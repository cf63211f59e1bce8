import { describe, expect, it } from 'vitest';
import { found, plant } from '../planted.ts';
import { fileLength, fileNames, openingLines } from './file-shape.ts';

const lines = (count: number) => 'x\n'.repeat(count);
const listed = (count: number) => [{ path: 'core/a.ts', lines: count, why: 'a table' }];

describe('file length', () => {
  it.each([
    ['core/a.ts', 300, 0],
    ['core/a.ts', 301, 1],
    ['statemachines/a.asl.json', 200, 0],
    ['statemachines/a.asl.json', 201, 1],
    ['docs/a.md', 5000, 0],
  ])('of %s may be up to a limit: %i lines', (path, count, findings) => {
    expect(found(fileLength([]), plant({ [path]: lines(count) }))).toHaveLength(findings);
  });

  it.each([
    ['as long as listed', 310, []],
    ['longer than listed', 311, ['core/a.ts:1 311 lines of 310; split it']],
    [
      'shorter than listed',
      305,
      ['core/a.ts:1 the list of long files says 310 lines, but it is 305'],
    ],
    ['short again', 300, ['core/a.ts:1 take it off the list of long files']],
  ])('of a listed file only falls: %s', (_, count, expected) => {
    expect(found(fileLength(listed(310)), plant({ 'core/a.ts': lines(count) }))).toEqual(expected);
  });

  it('is not excused for a file that is gone', () => {
    expect(found(fileLength(listed(310)), [])).toEqual([
      'core/a.ts:1 take it off the list of long files',
    ]);
  });
});

describe('file names', () => {
  it.each([
    ['core/readSpec.ts', 1],
    ['core/Read-spec.ts', 1],
    ['core/read_spec.ts', 1],
    ['core/read-spec.ts', 0],
    ['test/core/read-spec.test.ts', 0],
  ])('are in kebab-case: %s', (path, count) => {
    expect(found(fileNames, plant({ [path]: '' }))).toHaveLength(count);
  });
});

describe('opening lines', () => {
  it.each([
    ["import a from './a.ts';", 1],
    ['/** What it is. */', 0],
    ['// What it is.', 0],
    ['#!/usr/bin/env node', 0],
  ])('say what a file is: %s', (text, count) => {
    expect(found(openingLines, plant({ 'core/a.ts': text }))).toHaveLength(count);
  });
});
