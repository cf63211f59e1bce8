// Pages of a List answer.
import { invalid } from './errors.ts';

const PAGE_SIZE_MAX = 100;

export function page<T>(
  all: readonly T[],
  asked: { readonly nextToken?: string | undefined; readonly maxResults?: number | undefined },
): { items: T[]; next: { nextToken?: string } } {
  const start = Number(asked.nextToken ?? 0);
  if (!Number.isInteger(start) || start < 0 || start > all.length)
    throw invalid('Invalid token in request.');
  const end = start + Math.min(asked.maxResults ?? PAGE_SIZE_MAX, PAGE_SIZE_MAX);
  return {
    items: all.slice(start, end),
    next: end < all.length ? { nextToken: String(end) } : {},
  };
}
