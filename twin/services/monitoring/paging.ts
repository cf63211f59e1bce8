// Pages of lists, with tokens that only this service reads.
import { AwsError } from '../../host/aws-error.ts';

export interface Page<T> {
  readonly items: readonly T[];
  /** How many of all items lie on this page and those before it. */
  readonly end: number;
  readonly nextToken: string | undefined;
}

export function page<T>(all: readonly T[], size: number, token: string | undefined): Page<T> {
  const start = token === undefined ? 0 : offsetIn(token);
  const end = start + size;
  return {
    items: all.slice(start, end),
    end,
    nextToken: end < all.length ? tokenFor(end) : undefined,
  };
}

const tokenFor = (offset: number): string => Buffer.from(`offset:${offset}`).toString('base64');

function offsetIn(token: string): number {
  const [, digits] = /^offset:(\d+)$/.exec(Buffer.from(token, 'base64').toString()) ?? [];
  if (digits === undefined) throw new AwsError('InvalidNextToken', 'The next token is not valid.');
  return Number(digits);
}
