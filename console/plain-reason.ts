// A reason as people read it: what machines match on in front, and what CloudWatch adds behind, left out.

/** The record keeps the whole text; this only shows it. */
export function plainReason(reason: string): string {
  return reason
    .replaceAll(/\bSpillway\.[A-Z][A-Za-z]*: /g, '')
    .replaceAll(/(?<![\d.:])\d+\.\d{3,}(?![\d.])/g, (number) =>
      String(Math.round(Number(number) * 100) / 100),
    )
    .replaceAll(/ \(minimum \d+ datapoints? for [^)]*\)/g, '')
    .trim();
}
