/** Laws of free text and labels: they travel with every event and notice. */
import { limits } from '../../limits.ts';
import type { Rule } from './rule.ts';

export const notesAreShort: Rule = ({ notes }) => {
  const bytes = new TextEncoder().encode(notes).length;
  if (bytes <= limits.notesBytesMax) return [];
  const message = `${bytes} bytes, limit ${limits.notesBytesMax}`;
  return [
    { code: 'E324', path: ['notes'], message, fix: 'shorten it, or link to the long version' },
  ];
};

export const labelsAreFew: Rule = ({ labels }) => {
  const count = Object.keys(labels).length;
  if (count <= limits.labelsMax) return [];
  const message = `${count}, limit ${limits.labelsMax}`;
  return [{ code: 'E324', path: ['labels'], message, fix: 'keep what somebody searches for' }];
};
