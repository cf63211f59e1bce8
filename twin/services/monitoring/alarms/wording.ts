// Numbers and times as CloudWatch writes them in alarm texts.

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** A double as Java prints it: `10.0`, `1.0E7`, `5.0E-4`. */
export function double(value: number): string {
  const size = Math.abs(value);
  if (value === 0 || (size >= 1e-3 && size < 1e7)) return withFraction(String(value));
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  return `${withFraction(mantissa)}E${Number(exponent)}`;
}

/** `2019-10-02T17:20:48.554+0000` */
export const timestamp = (at: number): string => new Date(at).toISOString().replace('Z', '+0000');

/** `02/10/19 17:10:00` */
export function shortTime(at: number): string {
  const iso = new Date(at).toISOString();
  return `${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(2, 4)} ${iso.slice(11, 19)}`;
}

/** `Friday 22 July, 2022 15:57:45 UTC` */
export function longTime(at: number): string {
  const date = new Date(at);
  const day = String(date.getUTCDate()).padStart(2, '0');
  const weekday = WEEKDAYS[date.getUTCDay()];
  const month = MONTHS[date.getUTCMonth()];
  const clock = date.toISOString().slice(11, 19);
  return `${weekday} ${day} ${month}, ${date.getUTCFullYear()} ${clock} UTC`;
}

export const plural = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? '' : 's'}`;

const withFraction = (text: string): string => (text.includes('.') ? text : `${text}.0`);
