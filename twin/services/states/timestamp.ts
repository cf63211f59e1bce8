// Timestamps of the language: RFC 3339 with an upper-case T and a zone.

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** Milliseconds since the epoch, or undefined where the text is no timestamp. */
export function parseTimestamp(text: string): number | undefined {
  const parts = SHAPE.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', zone = 'Z'] = parts;
  // Date.parse takes at most milliseconds; AWS takes nanoseconds.
  const milliseconds = fraction.slice(0, 4);
  const time = Date.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${second}${milliseconds}${zone}`,
  );
  return Number.isNaN(time) ? undefined : time;
}
