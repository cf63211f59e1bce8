/** Text that has to end at a column. */
import { safeText } from './safe-text.ts';

/** One line, and where it is cut one sees it. */
export function clip(text: string, width: number): string {
  const letters = [...safeText(text)];
  if (letters.length <= width) return letters.join('');
  return `${letters.slice(0, Math.max(0, width - 1)).join('')}…`;
}
