// Pages of a list. A token is the position at which the next page begins.
import { AwsError } from '../../host/aws-error.ts';

const PAGE_SIZE = 100;

export function pageOf<Item>(
  items: readonly Item[],
  {
    nextToken,
    maxResults = PAGE_SIZE,
  }: { nextToken?: string | undefined; maxResults?: number | undefined },
): { page: Item[]; nextToken: string | undefined } {
  const start = nextToken === undefined ? 0 : Number(nextToken);
  if (!Number.isInteger(start) || start < 0)
    throw new AwsError('InvalidParameterException', 'Invalid parameter: nextToken');
  const end = start + maxResults;
  return {
    page: items.slice(start, end),
    nextToken: end < items.length ? String(end) : undefined,
  };
}
