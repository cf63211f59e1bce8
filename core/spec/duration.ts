/** Durations as people write them: `30s`, `15m`, `1h30m`, `2d`, `PT5M`. */
const unitSeconds = { d: 86_400, h: 3_600, m: 60, s: 1 } as const;

/** `1h30` is refused: is it minutes or seconds? Also the pattern of the JSON Schema. */
export const durationPattern =
  /^(?=\d)(?:(\d{1,6})d)?(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,7})s)?$|^P(?=\d|T\d)(?:(\d{1,6})D)?(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?$/;

/** Undefined when the text is not a duration. */
export function parseDuration(text: string): number | undefined {
  const match = durationPattern.exec(text);
  if (match === null) return undefined;
  const [days, hours, minutes, seconds] = [1, 2, 3, 4].map((group) =>
    Number(match[group] ?? match[group + 4] ?? 0),
  );
  return (
    (days ?? 0) * unitSeconds.d +
    (hours ?? 0) * unitSeconds.h +
    (minutes ?? 0) * unitSeconds.m +
    (seconds ?? 0)
  );
}

/** The shortest way to write it: 5400 is `1h30m`, 0 is `0s`. */
export function formatDuration(seconds: number): string {
  let rest = seconds;
  let text = '';
  for (const [unit, size] of Object.entries(unitSeconds)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) text += `${count}${unit}`;
  }
  return text === '' ? '0s' : text;
}
