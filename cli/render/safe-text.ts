/** Other people's text on our terminal: an escape sequence in a spec must not move the cursor. */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/gu;

/** One line; what cannot be shown is spelt out, `\u{202e}`. */
export function safeText(text: string): string {
  return text.replaceAll('\t', '  ').replaceAll(unsafe, (character) => {
    const point = character.codePointAt(0) ?? 0;
    return `\\u{${point.toString(16)}}`;
  });
}
