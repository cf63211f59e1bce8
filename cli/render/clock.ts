/** Moments and stretches of time, as an operator reads them. */
import { type Instant, secondsBetween } from '../../core/contract/instant.ts';
import { formatDuration } from '../../core/spec/index.ts';

/** `14:07:31` of today, in UTC like everything else; with the day where it is another one. */
export function clockText(at: Instant, now: Instant): string {
  const [day = '', time = ''] = at.split('T');
  const clock = time.slice(0, 8);
  return day === now.slice(0, 10) ? clock : `${day} ${clock.slice(0, 5)}`;
}

/** The two largest units: `2d3h`, `14m5s`. */
export function shortDuration(seconds: number): string {
  const text = formatDuration(Math.max(0, Math.round(seconds)));
  return (
    text
      .match(/\d+\D+/g)
      ?.slice(0, 2)
      .join('') ?? text
  );
}

export function agoText(at: Instant, now: Instant): string {
  const seconds = secondsBetween(at, now);
  return seconds < 1 ? 'just now' : `${shortDuration(seconds)} ago`;
}
