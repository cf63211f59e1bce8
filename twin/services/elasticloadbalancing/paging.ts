// Pages of a Describe answer. The marker is where the next page begins.
import { invalid } from './errors.ts';

const PAGE_SIZE_MAX = 400;

export interface Page<T> {
  readonly items: T[];
  readonly NextMarker?: string;
}

export function page<T>(
  all: readonly T[],
  asked: { readonly Marker?: string | undefined; readonly PageSize?: number | undefined },
): Page<T> {
  const size = asked.PageSize ?? PAGE_SIZE_MAX;
  if (size < 1 || size > PAGE_SIZE_MAX)
    throw invalid(`The page size must be between 1 and ${PAGE_SIZE_MAX}`);
  const start = Number(asked.Marker ?? 0);
  if (!Number.isInteger(start) || start < 0 || start > all.length)
    throw invalid('The marker is not valid');
  const end = start + size;
  return {
    items: all.slice(start, end),
    ...(end < all.length ? { NextMarker: String(end) } : {}),
  };
}
