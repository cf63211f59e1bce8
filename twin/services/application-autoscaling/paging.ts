// Pages of a list. A token is the position at which the next page begins.
import { AwsError } from '../../host/aws-error.ts';

const PAGE_SIZE = 50;

export function pageOf<Item>(
  items: readonly Item[],
  { token, size = PAGE_SIZE }: { token?: string | undefined; size?: number | undefined },
): { page: Item[]; nextToken: string | undefined } {
  const start = token === undefined ? 0 : Number(token);
  if (!Number.isInteger(start) || start < 0)
    throw new AwsError('InvalidNextTokenException', 'The next token is invalid');
  const end = start + size;
  return {
    page: items.slice(start, end),
    nextToken: end < items.length ? String(end) : undefined,
  };
}
