// Work on texts that one process sees in thousands of worlds: done once, and forgotten when there are too many.

const REMEMBERED_MAX = 2_000;

/** Gives for each text what was made of it before. `make` must depend on nothing else, and its result must not change. */
export function remember<Result>(make: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, Result>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size >= REMEMBERED_MAX) known.clear();
    const result = make(text);
    known.set(text, result);
    return result;
  };
}
