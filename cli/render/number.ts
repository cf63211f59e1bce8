/** Numbers for people, the same on every machine whatever its language. */

/** `1,234,567`; two decimals where there are any. */
export function formatCount(value: number): string {
  const [whole = '', fraction] = String(Math.round(value * 100) / 100).split('.');
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** Small amounts keep two digits that mean something: `$0.0042`, `$12.30`. */
export function formatUsd(usd: number): string {
  if (usd === 0 || usd >= 0.01) return `$${usd.toFixed(2)}`;
  const decimals = Math.min(9, 1 - Math.floor(Math.log10(usd)));
  return `$${usd.toFixed(decimals)}`;
}

/** `0.1 %`, with two digits that mean something. */
export function formatPercent(percent: number): string {
  return `${Number(percent.toPrecision(2))} %`;
}
