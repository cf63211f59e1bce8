// Lists in pages. The token says where the next page begins.
import { AwsError } from '../../../host/aws-error.ts';
import { constraint } from './problems.ts';

const PAGE_SIZE_MAX = 1000;
const PAGE_SIZE = 100;

export interface PageRequest {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

export interface PageLimits {
  readonly tokenLengthMax: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: { readonly nextToken?: string };
}

export function pageOf<T>(
  items: readonly T[],
  request: PageRequest,
  { tokenLengthMax }: PageLimits = { tokenLengthMax: 1024 },
): Page<T> {
  checkRequest(request, tokenLengthMax);
  const start = request.nextToken === undefined ? 0 : decode(request.nextToken);
  // 0 means the default.
  const end = start + (request.maxResults || PAGE_SIZE);
  return {
    items: items.slice(start, end),
    next: end < items.length ? { nextToken: encode(end) } : {},
  };
}

function checkRequest({ maxResults, nextToken }: PageRequest, tokenLengthMax: number): void {
  if (maxResults !== undefined && maxResults > PAGE_SIZE_MAX) {
    const rule = `have value less than or equal to ${PAGE_SIZE_MAX}`;
    throw constraint({ value: maxResults, member: 'maxResults', rule });
  }
  if (nextToken === undefined) return;
  if (nextToken.length > tokenLengthMax) {
    const rule = `have length less than or equal to ${tokenLengthMax}`;
    throw constraint({ value: nextToken, member: 'nextToken', rule });
  }
  if (nextToken === '') {
    const rule = 'have length greater than or equal to 1';
    throw constraint({ value: nextToken, member: 'nextToken', rule });
  }
}

const encode = (index: number): string => Buffer.from(`page ${index}`).toString('base64url');

function decode(token: string): number {
  const [, index] = /^page (\d+)$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (index === undefined) throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
  return Number(index);
}
