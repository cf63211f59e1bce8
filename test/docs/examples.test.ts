import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSpec } from '../../core/spec/index.ts';
import { loadScenario, readScenarioText } from '../../rehearsal/scenario.ts';
import { readScenario } from '../../twin/index.ts';

const ROOT = join(import.meta.dirname, '../..');
const guides = readdirSync(join(ROOT, 'docs'))
  .filter((file) => file.endsWith('.md'))
  .map((file) => `docs/${file}`);
const texts = ['README.md', ...guides].map((file) => ({
  file,
  text: readFileSync(join(ROOT, file), 'utf8'),
}));

/** Fenced blocks of YAML, with the place where each stands. */
const blocks = texts.flatMap(({ file, text }) =>
  [...text.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(({ 1: yaml = '', index }) => ({
    place: `${file}:${text.slice(0, index).split('\n').length}`,
    yaml,
  })),
);
const specs = blocks.filter(({ yaml }) => yaml.startsWith('apiVersion:'));
/** The twin's own scenarios bring their users; a rehearsal has those of the spec. */
const hasUsers = ({ yaml }: { yaml: string }) => /^users:/m.test(yaml);
const scenarios = blocks.filter(({ yaml }) => yaml.startsWith('name:'));
const ofTheTwin = scenarios.filter(hasUsers);
const ofRehearsals = scenarios.filter((scenario) => !hasUsers(scenario));
const named = texts.flatMap(({ file, text }) =>
  [...text.matchAll(/--scenario ([a-z][a-z-]*)/g)].map(({ 1: name = '' }) => ({ file, name })),
);

describe('the guides', () => {
  it('show specs and scenarios at all', () => {
    expect(
      [specs.length, ofTheTwin.length, ofRehearsals.length, named.length].every(
        (count) => count > 0,
      ),
    ).toBe(true);
  });

  it.each(specs)('show a valid spec at $place', ({ yaml }) => {
    expect(readSpec(yaml).problems).toEqual([]);
  });

  it.each(ofTheTwin)('show a scenario that the twin can play at $place', ({ yaml }) => {
    expect(() => readScenario(yaml)).not.toThrow();
  });

  it.each(ofRehearsals)('show a scenario that can be rehearsed at $place', ({ yaml }) => {
    expect(() => readScenarioText(yaml)).not.toThrow();
  });

  it.each(named)('name a scenario that there is: $name in $file', ({ name }) => {
    expect(() => loadScenario(name)).not.toThrow();
  });
});
