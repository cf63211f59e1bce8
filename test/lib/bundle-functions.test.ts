import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { defaultProvider } from '../../aws/stand-ins/credentials.ts';
import { functionSubstitutions } from '../../core/contract/substitutions.ts';
import { bundleFunctions } from '../../lib/bundle-functions.ts';

describe('the bundle of a function', () => {
  let text = '';
  beforeAll(() => {
    text = readFileSync(join(bundleFunctions(['take-turn']), 'take-turn', 'index.js'), 'utf8');
  });

  it('exports its handler as Lambda looks for it', () => {
    expect(text).toContain('handler');
    expect(text).not.toMatch(/\bimport\s*\(/);
  });

  it('brings no search for credentials', () => {
    expect(text).toContain('AWS_SESSION_TOKEN');
    expect(text).not.toContain('sso_start_url');
  });

  it('brings no streams of events', () => {
    expect(text).not.toContain('prelude checksum');
  });

  it('is made once for the same functions', () => {
    expect(bundleFunctions(['take-turn'])).toBe(bundleFunctions(['take-turn']));
  });
});

describe('every function', () => {
  const names = [...Object.keys(functionSubstitutions), 'sweep-releases', 'operate-release'];

  it.each(names)('%s is small enough to start quickly', (name) => {
    const { size } = statSync(join(bundleFunctions(names), name, 'index.js'));
    expect(size).toBeLessThanOrEqual(600 * 1024);
  });
});

describe('credentials on Lambda', () => {
  it('are those of the environment', async () => {
    expect(await defaultProvider()()).toEqual({
      accessKeyId: process.env['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: process.env['AWS_SECRET_ACCESS_KEY'] ?? '',
      sessionToken: process.env['AWS_SESSION_TOKEN'],
    });
  });
});
