/** How wide a text is on a screen. Colours have no width. */
export function widthOf(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters.
  return [...text.replaceAll(/\u001b\[\d+m/g, '')].length;
}
