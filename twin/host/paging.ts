// Pages of a list, with opaque tokens, as every list operation gives them.

export interface Page<T> {
  readonly items: T[];
  readonly next: string | undefined;
}

export function page<T>(
  all: readonly T[],
  { limit, token }: { limit: number; token: string | undefined },
): Page<T> {
  const start = token === undefined || token === '' ? 0 : readToken(token);
  const end = start + limit;
  return {
    items: all.slice(start, end),
    next: end < all.length ? Buffer.from(`from:${end}`).toString('base64url') : undefined,
  };
}

/** A token that was never given out starts over; services that refuse it check before. */
function readToken(token: string): number {
  const [, start] = /^from:(\d+)$/.exec(Buffer.from(token, 'base64url').toString('utf8')) ?? [];
  return Number(start ?? 0);
}
