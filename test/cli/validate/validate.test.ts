import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCanary, writeSpec } from '../../core/spec/write-spec.ts';
import { run } from '../io.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spillway-validate-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function problemsOf(
  ...words: readonly string[]
): Promise<readonly Record<string, unknown>[]> {
  const { out } = await run(['validate', ...words, '--json']);
  return JSON.parse(out).problems;
}

describe('validate', () => {
  it('finds nothing in the reference specs', async () => {
    const { exitCode, out } = await run(['validate', 'examples/shop/releases/order-service.yaml']);
    expect([exitCode, out]).toEqual([0, 'no problems in 1 file\n']);
  });

  it('prints a block with the place, what is wrong, the fix and a caret', async () => {
    const path = file('block.yaml', writeCanary('weight: "10%", bake: 5 min', 'weight: 100'));
    const { exitCode, out } = await run(['validate', path]);
    expect(exitCode).toBe(2);
    expect(
      out.replaceAll(folder, ''),
    ).toBe(`E203  /block.yaml:9:21  $.environments[0].strategy.phases[0].weight
      got text "10%"; write the number 10
    9 |         - { weight: "10%", bake: 5 min }
      |                     ^

E211  /block.yaml:9:34  $.environments[0].strategy.phases[0].bake
      "5 min" is not a duration
      allowed  1s to 5d
      fix      use 30s, 5m, 1h30m or PT5M
    9 |         - { weight: "10%", bake: 5 min }
      |                                  ^

2 errors in 1 file; docs/errors/ has a page for every code
`);
  });

  it('shows escape sequences instead of obeying them', async () => {
    const path = file('escape.yaml', writeSpec({ top: 'owner: "\u001b[2Jx\u202e"' }));
    const { out } = await run(['validate', path]);
    expect(out).not.toContain('\u001b');
    expect(out).not.toContain('\u202e');
    expect(out).toContain('\\u{1b}[2Jx\\u{202e}');
  });

  it('prints what JSON readers need', async () => {
    const path = file('json.yaml', writeCanary('weight: 150', 'weight: 100'));
    expect(await problemsOf(path)).toMatchObject([
      {
        file: path,
        code: 'E202',
        path: '$.environments[0].strategy.phases[0].weight',
        line: 9,
        column: 21,
        message: '150 is outside 1..100 (whole per cent)',
        severity: 'error',
      },
    ]);
  });

  it('exits with 0 when there are only warnings', async () => {
    const path = file('warning.yaml', writeCanary('weight: 60', 'weight: 100'));
    const { exitCode, out } = await run(['validate', path]);
    expect(exitCode).toBe(0);
    expect(out).toContain('1 warning in 1 file');
  });

  it('colours errors red only where colours are wanted', async () => {
    const path = file('colour.yaml', writeCanary('weight: 150', 'weight: 100'));
    expect((await run(['validate', path], { colour: true })).out).toContain(
      '\u001b[31m\u001b[1mE202',
    );
    expect((await run(['validate', path])).out).not.toContain('\u001b');
  });

  it('says of every file that cannot be read why', async () => {
    const latin = file('latin.yaml', Uint8Array.of(0x61, 0x3a, 0x20, 0xe9));
    const missing = join(folder, 'missing.yaml');
    expect(await problemsOf(latin, missing)).toMatchObject([
      { file: latin, code: 'E101', message: 'not valid YAML (not UTF-8 text)' },
      { file: missing, code: 'E101', path: '$', line: 1, column: 1 },
    ]);
  });

  it('does not load a huge file to refuse it', async () => {
    const path = file('huge.yaml', new Uint8Array(5_000_000).fill(0x61));
    expect(await problemsOf(path)).toMatchObject([{ code: 'E107' }]);
  });

  it('refuses what no engine can execute', async () => {
    const path = file('engine.yaml', writeSpec({ top: 'engine: rolling' }));
    expect(await problemsOf(path)).toMatchObject([{ code: 'E231' }]);
  });

  it('judges a folder as a whole fleet, and files only by what they say of each other', async () => {
    const fleet = mkdtempSync(join(folder, 'fleet-'));
    const one = join(fleet, 'a.yaml');
    writeFileSync(
      one,
      writeSpec({ top: 'dependsOn:\n  - { service: carts, versions: 1.x }' }).replace(
        'cart',
        'price',
      ),
    );
    writeFileSync(join(fleet, 'b.yml'), writeSpec());
    writeFileSync(join(fleet, 'readme.md'), '# not a spec');
    expect(await problemsOf(fleet)).toMatchObject([
      { file: one, code: 'E303', line: 7, message: '"carts" is not known; did you mean "cart"?' },
    ]);
    expect(await problemsOf(one)).toEqual([]);
  });

  it('spells out what a short spec means, in a form that is valid again', async () => {
    const { exitCode, out } = await run(['validate', file('short.yaml', writeSpec()), '--print']);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/weight: 25\n\s+bake: "15m"/);
    const again = await run(['validate', file('long.yaml', out), '--print']);
    expect(again.out).toBe(out);
  });

  it('judges minRequests by the traffic that it is told', async () => {
    const path = file(
      'thin.yaml',
      writeCanary('weight: 10, bake: 5m, minRequests: 10000', 'weight: 100'),
    );
    expect(await problemsOf(path, '--requests-per-second', '4')).toMatchObject([{ code: 'W214' }]);
    expect(await problemsOf(path)).toEqual([]);
  });

  it.each([
    [[], 'give a file or a folder'],
    [['x.yaml', '--jsom'], 'unknown flag "--jsom"; did you mean "--json"?'],
    [
      ['x.yaml', '--requests-per-second', 'many'],
      '--requests-per-second takes a number that is not negative, got "many"',
    ],
    [['x.yaml', '--requests-per-second'], 'argument missing'],
    [['x.yaml', '--requests-per-second', '-1'], 'is ambiguous. Did you forget'],
  ])('refuses %j', async (words, message) => {
    const { exitCode, err } = await run(['validate', ...words]);
    expect(exitCode).toBe(2);
    expect(err).toContain(message);
  });
});
