/** Text from outside made safe to show: bounded, on one line, without characters that hide or turn. */

/** Control, format, surrogate, private-use and line-separating characters: nothing that can be read. */
const unreadable = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

/** Any text as one line of at most `lengthMax` UTF-16 units. What cannot be read shows as `?`. */
export function oneLine(text: string, lengthMax: number): string {
  const line = text
    .replace(/[\r\n\t]+/g, ' ')
    .replace(unreadable, '?')
    .trim();
  return shorten(line, lengthMax);
}

/** Printable ASCII only, as mail subjects and message attributes want it. */
export function ascii(text: string, lengthMax: number): string {
  return shorten(oneLine(text, Number.MAX_SAFE_INTEGER).replace(/[^\x20-\x7e]/gu, '?'), lengthMax);
}

/** Never cuts a character in half. */
export function shorten(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text;
  const kept = text.slice(0, Math.max(0, lengthMax - ellipsis.length));
  return `${kept.replace(/[\ud800-\udbff]$/, '')}${ellipsis}`.slice(0, lengthMax);
}

const ellipsis = '...';

/** One argument of a shell command, whatever is in it. */
export function shellWord(text: string): string {
  const safe = /^[A-Za-z0-9_./:@%+=-]+$/.test(text);
  return safe ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * A code span of a chat message. In it nothing is formatted; only the entities that could become a
 * mention or a link are left to escape, and the backtick that would end it.
 */
export function chatCode(text: string): string {
  return `\`${chatEscape(text).replaceAll('`', "'")}\``;
}

/** Slack reads `<!channel>`, `<@U1>` and `<http://...>`; escaped they are only characters. */
export function chatEscape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
