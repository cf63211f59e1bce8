// Pages of a list. A token is the position at which the next page begins.
import { AwsError } from '../../host/aws-error.ts';

const PAGE_SIZE = 100;
const PAGE_SIZE_MAX = 1000;

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
  if (maxResults < 1 || maxResults > PAGE_SIZE_MAX)
    throw new AwsError(
      'InvalidParameterException',
      `Invalid parameter at 'maxResults' failed to satisfy constraint: 'Member must have value between 1 and ${PAGE_SIZE_MAX}'`,
    );
  const end = start + maxResults;
  return {
    page: items.slice(start, end),
    nextToken: end < items.length ? String(end) : undefined,
  };
}
