import { describe, expect, it } from 'vitest';
import { found, plantPackage } from '../planted.ts';
import { commandsExist, scriptsRun } from './commands.ts';

const withReadme = (text: string) =>
  plantPackage(
    { scripts: { start: 'x', test: 'x', lint: 'x' }, dependencies: { vitest: '4.1.12' } },
    { 'README.md': text, 'cli/commands/index.ts': "  {\n    name: 'plan',\n  }," },
  );

describe('commands in documents', () => {
  it.each([
    ['`npm run bild`', 'no script is named bild'],
    ['`npm ci && npm strat`', 'no script is named strat'],
    ['`npx eslint .`', 'no tool is named eslint'],
    ['`npx spillway plam a.yaml`', 'no command of spillway is named plam'],
    ['`spillway plam`', 'no command of spillway is named plam'],
  ])('must exist: %s', (text, message) => {
    expect(found(commandsExist, withReadme(text))).toEqual([`README.md:1 ${message}`]);
  });

  it('are found in blocks, with their line', () => {
    expect(
      found(commandsExist, withReadme('Run:\n\n```bash\nnpm ci\nnpm run bild # builds\n```\n')),
    ).toEqual(['README.md:5 no script is named bild']);
  });

  it.each([
    '`npm ci && npm start`',
    '`npm run lint -- --write`',
    '`npx vitest run test/core`',
    '`npx spillway plan --json a.yaml | head`',
    '`spillway --help`',
    'Spillway plans, npm runs.',
  ])('are known: %s', (text) => {
    expect(found(commandsExist, withReadme(text))).toEqual([]);
  });
});

describe('scripts', () => {
  it.each([
    ['tsx test/bench/main.ts', ['package.json:1 script a: test/bench/main.ts is not there']],
    [
      'node bin/spillway.mjs plam',
      ['package.json:1 script a: no command of spillway is named plam'],
    ],
    ['vitest run && tsx gone.ts', ['package.json:1 script a: gone.ts is not there']],
    ['node bin/spillway.mjs plan', []],
    ['biome lint .', []],
  ])('start what is there: %s', (line, expected) => {
    const tree = plantPackage(
      { scripts: { a: line } },
      { 'bin/spillway.mjs': '', 'cli/commands/index.ts': "  {\n    name: 'plan',\n  }," },
    );
    expect(found(scriptsRun, tree)).toEqual(expected);
  });
});
