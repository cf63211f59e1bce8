/** Times of day as people write them: `09:00` is minute 540 of the wall clock. */
const clockPattern = /^(\d{2}):(\d{2})$/;

/** NaN for what is not a time; the schema has said so by then. */
export function parseClock(text: string): number {
  const match = clockPattern.exec(text);
  return Number(match?.[1]) * 60 + Number(match?.[2]);
}

export function formatClock(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
