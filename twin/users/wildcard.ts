// Patterns as load balancers and scenarios write them.

/** `*` stands for any characters, `?` for one. Walks both strings once, so that no pattern is slow. */
export function matchesPattern(pattern: string, text: string): boolean {
  let [at, star, resume] = [0, -1, 0];
  for (let index = 0; index < text.length; ) {
    const expected = pattern[at];
    if (expected === '*') {
      star = at;
      resume = index;
      at += 1;
    } else if (expected === '?' || expected === text[index]) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      at = star + 1;
      resume += 1;
      index = resume;
    } else return false;
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
