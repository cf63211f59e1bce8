import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleFunctions } from '../../lib/bundle-functions.ts';
import { defaultProvider } from '../../lib/bundled/credentials.ts';

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

  it('is made once for the same functions', () => {
    expect(bundleFunctions(['take-turn'])).toBe(bundleFunctions(['take-turn']));
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
