/** "Did you mean": the candidate that is fewest slips of the finger away. */
const comparedLengthMax = 64;

/** Undefined when nothing is close enough to be meant: one slip, or one in four letters. */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  const asked = fold(word);
  let nearest: { readonly candidate: string; readonly slips: number } | undefined;
  for (const candidate of candidates) {
    const slips = countSlips(asked, fold(candidate));
    if (nearest === undefined || slips < nearest.slips) nearest = { candidate, slips };
  }
  const tolerated = Math.min(Math.max(Math.floor(asked.length / 4), 1), asked.length - 1);
  return nearest !== undefined && nearest.slips <= tolerated ? nearest.candidate : undefined;
}

/** `MinimumHealthy_Percent` and `minimum-healthy-percent` are one word in two spellings. */
function fold(word: string): string {
  return word.slice(0, comparedLengthMax).toLowerCase().replaceAll(/[-_ ]/g, '');
}

/** Insertions, deletions, replacements, and swaps of two neighbours (optimal string alignment). */
function countSlips(a: string, b: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current.push(
        Math.min(
          at(last, column) + 1,
          at(current, column - 1) + 1,
          at(last, column - 1) + same,
          swapped ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    [beforeLast, last] = [last, current];
  }
  return at(last, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
