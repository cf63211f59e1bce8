import { describe, expect, it } from 'vitest';
import { found, plantPackage } from '../planted.ts';
import { changelogShape } from './changelog.ts';

const GOOD = [
  '# Changelog',
  'What users notice.',
  '## Unreleased',
  '### Added',
  '- A thing\n  that takes two lines.',
  '## 1.2.0, 2026-02-01',
  '### Fixed',
  '- A fault.',
  '## 1.1.0, 2026-01-01',
  '- The first.',
  '',
].join('\n\n');

const changed = (from: string, to: string) =>
  plantPackage({ version: '1.2.0' }, { 'CHANGELOG.md': GOOD.replace(from, to) });

describe('the changelog', () => {
  it('has one shape', () => {
    expect(found(changelogShape, changed('', ''))).toEqual([]);
  });

  it.each([
    ['another title', '# Changelog', '# Changes'],
    ['no place for what is to come', '## Unreleased', '## Soon'],
    ['a date in another form', '2026-02-01', '1 Feb 2026'],
    ['a section of its own kind', '### Fixed', '### Misc'],
    ['prose instead of bullets', '- A fault.', 'A fault.'],
    ['an older release first', '## 1.1.0, 2026-01-01', '## 1.3.0, 2026-03-01'],
    ['another version than the package', '## 1.2.0, 2026-02-01', '## 1.2.1, 2026-02-01'],
  ])('refuses %s', (_, from, to) => {
    expect(found(changelogShape, changed(from, to))).not.toEqual([]);
  });

  it('is there', () => {
    expect(found(changelogShape, plantPackage({}))).toEqual(['CHANGELOG.md:1 is missing']);
  });
});
