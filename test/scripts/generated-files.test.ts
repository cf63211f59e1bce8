/** What is made from code is as the code would make it now. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorPages, jsonSchemas } from '../../scripts/generated-files.ts';

const files = [...errorPages(), ...jsonSchemas()];

describe('generated files', () => {
  it.each(files)('$path is current; npm run generate makes it so', ({ path, content }) => {
    expect(readFileSync(path, 'utf8')).toBe(content);
  });

  it.each(['docs/errors', 'schema'])('%s holds nothing else', (folder) => {
    const expected = files.map(({ path }) => path).filter((path) => path.startsWith(`${folder}/`));
    expect(
      readdirSync(folder)
        .map((name) => `${folder}/${name}`)
        .sort(),
    ).toEqual([...expected].sort());
  });
});
