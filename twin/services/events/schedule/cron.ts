// `cron(minutes hours day-of-month month day-of-week year)` as EventBridge and Scheduler read it, in UTC.
import type { Recurrence } from './recur.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const YEAR_MAX = 2199;
const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const WEEKDAYS = 'SUN MON TUE WED THU FRI SAT'.split(' ');
const ANY = '?';

interface Range {
  readonly first: number;
  readonly last: number;
  readonly names?: readonly string[];
}

const MINUTES: Range = { first: 0, last: 59 };
const HOURS: Range = { first: 0, last: 23 };
const DAYS_OF_MONTH: Range = { first: 1, last: 31 };
const MONTH_NUMBERS: Range = { first: 1, last: 12, names: MONTHS };
const DAYS_OF_WEEK: Range = { first: 1, last: 7, names: WEEKDAYS };
const YEARS: Range = { first: 1970, last: YEAR_MAX };

type DayTest = (day: Date) => boolean;

/** Undefined where the expression is not one. */
export function parseCron(fields: string): Recurrence | undefined {
  const [minutes, hours, dayOfMonth, month, dayOfWeek, year, ...rest] = fields.trim().split(/\s+/);
  if (year === undefined || rest.length > 0) return undefined;
  // Just one of the two kinds of day may say which day: the other one must say that it does not matter.
  if ((dayOfMonth === ANY) === (dayOfWeek === ANY)) return undefined;
  const minuteSet = numbers(minutes, MINUTES);
  const hourSet = numbers(hours, HOURS);
  const months = numbers(month, MONTH_NUMBERS);
  const years = numbers(year, YEARS);
  const onDay = dayOfMonth === ANY ? weekdayTest(dayOfWeek) : dayOfMonthTest(dayOfMonth);
  if (!minuteSet || !hourSet || !months || !years || !onDay) return undefined;
  const matchesDay = (day: Date) =>
    years.has(day.getUTCFullYear()) && months.has(day.getUTCMonth() + 1) && onDay(day);
  const times = [...hourSet]
    .sort((a, b) => a - b)
    .flatMap((hour) => [...minuteSet].sort((a, b) => a - b).map((minute) => hour * 60 + minute));
  return { next: (afterMs) => nextTime(afterMs, matchesDay, times) };
}

function nextTime(
  afterMs: number,
  matchesDay: DayTest,
  times: readonly number[],
): number | undefined {
  const end = Date.UTC(YEAR_MAX + 1, 0);
  for (let day = Math.floor(afterMs / DAY_MS) * DAY_MS; day < end; day += DAY_MS) {
    if (!matchesDay(new Date(day))) continue;
    const minute = times.find((each) => day + each * MINUTE_MS > afterMs);
    if (minute !== undefined) return day + minute * MINUTE_MS;
  }
  return undefined;
}

/** A field such as `0/15`, `MON-FRI`, `1,2,5-7` or `*`. */
function numbers(field: string | undefined, range: Range): ReadonlySet<number> | undefined {
  const found = new Set<number>();
  for (const part of (field ?? '').split(',')) {
    const values = span(part, range);
    if (values === undefined) return undefined;
    for (const value of values) found.add(value);
  }
  return found;
}

function span(part: string, range: Range): readonly number[] | undefined {
  const [base = '', step, ...rest] = part.split('/');
  const stride = step === undefined ? 1 : whole(step);
  if (rest.length > 0 || stride === undefined || stride < 1) return undefined;
  const [from = '', to, ...more] = base.split('-');
  if (more.length > 0) return undefined;
  const first = from === '*' ? range.first : value(from, range);
  const open = from === '*' || step !== undefined ? range.last : first;
  const last = to === undefined ? open : value(to, range);
  if (first === undefined || last === undefined || (from === '*' && to !== undefined)) {
    return undefined;
  }
  // `FRI-MON` wraps around.
  const length = last >= first ? last - first : last - first + range.last - range.first + 1;
  return Array.from({ length: Math.floor(length / stride) + 1 }, (_, index) => {
    const number = first + index * stride;
    return number > range.last ? number - (range.last - range.first + 1) : number;
  });
}

function value(text: string, { first, last, names = [] }: Range): number | undefined {
  const named = names.indexOf(text.toUpperCase());
  const number = named >= 0 ? named + 1 : whole(text);
  return number !== undefined && number >= first && number <= last ? number : undefined;
}

const whole = (text: string): number | undefined => (/^\d+$/.test(text) ? Number(text) : undefined);

/** `L` is the last day of the month, `15W` the weekday nearest to the 15th, `LW` the last weekday. */
function dayOfMonthTest(field = ''): DayTest | undefined {
  if (field === 'L') return (day) => day.getUTCDate() === daysInMonth(day);
  const nearest = /^(\d+|L)W$/.exec(field)?.[1];
  if (nearest !== undefined) {
    const wanted = nearest === 'L' ? undefined : value(nearest, DAYS_OF_MONTH);
    if (nearest !== 'L' && wanted === undefined) return undefined;
    return (day) => day.getUTCDate() === nearestWeekday(day, wanted ?? daysInMonth(day));
  }
  const days = numbers(field, DAYS_OF_MONTH);
  return days && ((day) => days.has(day.getUTCDate()));
}

/** `L` is Saturday, `6L` the last Friday of the month, `3#2` its second Tuesday. */
function weekdayTest(field = ''): DayTest | undefined {
  const weekday = (day: Date) => day.getUTCDay() + 1;
  if (field === 'L') return (day) => weekday(day) === 7;
  const [, last] = /^(\w+)L$/.exec(field) ?? [];
  const [, nth, occurrence] = /^(\w+)#([1-5])$/.exec(field) ?? [];
  const wanted = value(last ?? nth ?? '', DAYS_OF_WEEK);
  if (wanted !== undefined && last !== undefined) {
    return (day) => weekday(day) === wanted && day.getUTCDate() > daysInMonth(day) - 7;
  }
  if (wanted !== undefined && occurrence !== undefined) {
    return (day) =>
      weekday(day) === wanted && Math.ceil(day.getUTCDate() / 7) === Number(occurrence);
  }
  const days = numbers(field, DAYS_OF_WEEK);
  return days && ((day) => days.has(weekday(day)));
}

const daysInMonth = (day: Date): number =>
  new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();

/** Stays within the month. */
function nearestWeekday(day: Date, wanted: number): number {
  const last = daysInMonth(day);
  const date = Math.min(wanted, last);
  const weekday = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), date)).getUTCDay();
  if (weekday === 6) return date === 1 ? 3 : date - 1;
  if (weekday === 0) return date === last ? date - 2 : date + 1;
  return date;
}
