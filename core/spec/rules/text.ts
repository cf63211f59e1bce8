/** Laws of free text and labels: they travel with every event and notice. */
import { bytesOf } from '../../contract/registry-text.ts';
import { limits } from '../../limits.ts';
import type { Rule } from './rule.ts';

export const notesAreShort: Rule = ({ notes }) => {
  const bytes = bytesOf(notes);
  if (bytes <= limits.notesBytesMax) return [];
  const message = `${bytes} bytes, limit ${limits.notesBytesMax}`;
  return [
    { code: 'E324', path: ['notes'], message, fix: 'shorten it, or link to the long version' },
  ];
};

/** What was written may be much shorter: defaults and aliases are part of what is kept. */
export const specFitsTheRegistry: Rule = (spec) => {
  const bytes = bytesOf(JSON.stringify(spec));
  if (bytes <= limits.registryBytesMax) return [];
  const message = `${bytes} bytes as JSON, limit ${limits.registryBytesMax}`;
  const fix = 'keep long texts elsewhere and give their names; split what is released together';
  return [{ code: 'E107', path: [], message, fix }];
};

export const labelsAreFew: Rule = ({ labels }) => {
  const count = Object.keys(labels).length;
  if (count <= limits.labelsMax) return [];
  const message = `${count}, limit ${limits.labelsMax}`;
  return [{ code: 'E324', path: ['labels'], message, fix: 'keep what somebody searches for' }];
};
