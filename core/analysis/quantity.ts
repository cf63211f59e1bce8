/** Numbers as people read them: at most two decimals, with their unit. */

const suffixes: Readonly<Record<string, string>> = {
  percent: ' %',
  milliseconds: ' ms',
  consecutive: ' in a row',
  requests: ' requests',
};

export function quantity(value: number, unit: string): string {
  return `${rounded(value)}${suffixes[unit] ?? ` ${unit}`}`;
}

export function rounded(value: number): string {
  return String(Math.round(value * 100) / 100);
}
