/** Files that are longer than the house allows, and why. The list only shrinks: a rule sees to it. */
import type { LongFile } from './rules/file-shape.ts';

export const longFiles: readonly LongFile[] = [];
