/** Characters that cannot be seen, or that make text look like other text. */
const forbidden = /[^\P{Cc}\n\t]|[\p{Cf}\p{Cs}\p{Co}\u2028\u2029]|\ufe0f|\p{Emoji_Presentation}/u;

const names: ReadonlyMap<string, string> = new Map([
  ['\u0000', 'NUL'],
  ['\u00ad', 'soft hyphen'],
  ['\u200b', 'zero width space'],
  ['\u200c', 'zero width non-joiner'],
  ['\u200d', 'zero width joiner'],
  ['\u200e', 'left-to-right mark'],
  ['\u200f', 'right-to-left mark'],
  ['\u202a', 'left-to-right embedding'],
  ['\u202b', 'right-to-left embedding'],
  ['\u202d', 'left-to-right override'],
  ['\u202e', 'right-to-left override'],
  ['\u2028', 'line separator'],
  ['\u2060', 'word joiner'],
  ['\u2066', 'left-to-right isolate'],
  ['\u2067', 'right-to-left isolate'],
  ['\ufe0f', 'emoji variation selector'],
  ['\ufeff', 'byte order mark'],
]);

export interface UnseenCharacter {
  readonly index: number;
  /** `U+202E (right-to-left override)`. */
  readonly name: string;
}

/** The first character that text in a spec may not hold. */
export function findUnseenCharacter(text: string): UnseenCharacter | undefined {
  const index = text.search(forbidden);
  if (index < 0) return undefined;
  const character = String.fromCodePoint(text.codePointAt(index) ?? 0);
  return { index, name: `${codePoint(character)} (${describe(character)})` };
}

/** Letters that are not Latin, with their alphabet: `U+0440`, Cyrillic. */
export function findForeignLetters(text: string): {
  readonly alphabet: string;
  readonly letters: readonly string[];
} {
  const letters = [...text].filter((character) => /\P{ASCII}/u.test(character));
  return { alphabet: alphabetOf(letters[0] ?? ''), letters: letters.map(codePoint) };
}

function describe(character: string): string {
  const name = names.get(character);
  if (name !== undefined) return name;
  if (/\p{Cc}/u.test(character)) return 'control character';
  if (/\p{Cs}/u.test(character)) return 'half of a surrogate pair';
  if (/\p{Co}/u.test(character)) return 'private use character';
  return /\p{Cf}/u.test(character) ? 'invisible character' : 'emoji';
}

function alphabetOf(letter: string): string {
  if (/\p{Script=Cyrillic}/u.test(letter)) return 'Cyrillic';
  if (/\p{Script=Greek}/u.test(letter)) return 'Greek';
  return /\p{Script=Latin}/u.test(letter) ? 'accented or full-width' : 'non-Latin';
}

function codePoint(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  return `U+${hex.padStart(4, '0')}`;
}
