// Whether a tag may move: the repository's mutability and its exclusions.
import { matchesPattern } from '../../users/wildcard.ts';
import type { Repository } from './state.ts';

export function isImmutable(
  { mutability, exclusions }: Pick<Repository, 'mutability' | 'exclusions'>,
  tag: string,
): boolean {
  const excluded = exclusions.some(({ filter = '' }) => matchesPattern(filter, tag));
  if (mutability === 'IMMUTABLE') return true;
  if (mutability === 'IMMUTABLE_WITH_EXCLUSION') return !excluded;
  return mutability === 'MUTABLE_WITH_EXCLUSION' && excluded;
}
