import { describe, expect, it } from 'vitest';
import { found, plant } from '../planted.ts';
import { linksResolve, oneTitle } from './links.ts';

const withDocument = (text: string) =>
  plant({
    'docs/a.md': `# Title\n\n## The twin, in one minute\n\n${text}`,
    'docs/images/a.png': '',
    'core/plan.ts':
      'export interface Plan {}\nexport async function makePlan() {}\nconst hidden = 1;',
  });

describe('links', () => {
  it.each([
    ['[b](b.md)', 'links to b.md, which is not there'],
    ['[b](../plan.ts)', 'links to ../plan.ts, which is not there'],
    ['[b](#the-house)', 'links to #the-house, but that file has no such heading'],
    ['[`Spec`](../core/plan.ts)', 'says that core/plan.ts exports Spec, but it does not'],
    ['![b](images/b.png)', 'links to images/b.png, which is not there'],
    ['<img alt="b" src="images/b.png">', 'links to images/b.png, which is not there'],
    ['<source srcset="images/b.png" media="x">', 'links to images/b.png, which is not there'],
    ['[`hidden`](../core/plan.ts)', 'says that core/plan.ts exports hidden, but it does not'],
  ])('lead somewhere: %s', (text, message) => {
    expect(found(linksResolve, withDocument(text))).toEqual([`docs/a.md:5 ${message}`]);
  });

  it.each([
    '[a](a.md#the-twin-in-one-minute)',
    '[core](../core)',
    '<img src="images/a.png">',
    '[`Plan`](../core/plan.ts) and [`makePlan`](../core/plan.ts)',
    '[out](https://example.com/b.md)',
    '```md\n[b](b.md)\n```',
  ])('are found: %s', (text) => {
    expect(found(linksResolve, withDocument(text))).toEqual([]);
  });
});

describe('titles', () => {
  it.each([
    ['# One', 0],
    ['## None', 1],
    ['# One\n\n# Two', 1],
    ['# One\n\n```bash\n# a comment\n```', 0],
  ])('stand one in each document: %j', (text, count) => {
    expect(found(oneTitle, plant({ 'a.md': text }))).toHaveLength(count);
  });
});
