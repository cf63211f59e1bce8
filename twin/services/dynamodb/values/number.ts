// DynamoDB's numbers: decimals of 38 significant digits, kept as text and compared exactly.
import { validation } from '../errors.ts';

interface Decimal {
  readonly sign: -1 | 0 | 1;
  /** Significant digits, without zeros at either end. */
  readonly digits: string;
  /** The value is `d.ddd` times ten to this power. */
  readonly exponent: number;
}

const DIGITS_MAX = 38;
const EXPONENT_MAX = 125;
const EXPONENT_MIN = -130;
const NUMBER = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?\s*$/;
/** Integers this short are exact as JavaScript numbers. */
const SHORT_INTEGER = /^-?\d{1,14}$/;

/** The one way in which a number is written: plain decimal, without superfluous zeros. */
export function canonicalNumber(text: string): string {
  if (SHORT_INTEGER.test(text)) return String(Number(text) + 0);
  return write(check(parse(text)));
}

export function addNumbers(left: string, right: string): string {
  return combine(left, right, 1);
}

export function subtractNumbers(left: string, right: string): string {
  return combine(left, right, -1);
}

/** Text whose order is the order of the numbers. */
export function sortableNumber(text: string): string {
  const { sign, digits, exponent } = parse(text);
  if (sign === 0) return '1';
  const scale = exponent + 200;
  if (sign > 0) return `2${String(scale).padStart(3, '0')}${digits}`;
  // Of negative numbers the larger magnitude comes first; `~` puts -1.2 after -1.23.
  const complement = [...digits].map((digit) => 9 - Number(digit)).join('');
  return `0${String(999 - scale).padStart(3, '0')}${complement}~`;
}

export const significantDigits = (text: string): number => parse(text).digits.length;

function combine(left: string, right: string, factor: 1 | -1): string {
  if (SHORT_INTEGER.test(left) && SHORT_INTEGER.test(right)) {
    return String(Number(left) + factor * Number(right) + 0);
  }
  const [a, b] = [parse(left), parse(right)];
  const scale = Math.min(lowest(a), lowest(b));
  const sum = scaled(a, scale) + BigInt(factor) * scaled(b, scale);
  return canonicalNumber(`${sum}e${scale}`);
}

/** The power of ten of the last significant digit. */
const lowest = ({ digits, exponent }: Decimal): number => exponent - Math.max(0, digits.length - 1);

const scaled = (decimal: Decimal, scale: number): bigint =>
  BigInt(decimal.sign) *
  BigInt(decimal.digits === '' ? '0' : decimal.digits) *
  10n ** BigInt(lowest(decimal) - scale);

function parse(text: string): Decimal {
  const [, sign = '', whole = '', fraction = '', power = '0'] = NUMBER.exec(text) ?? [];
  const all = whole + fraction;
  if (all === '') {
    throw validation(
      text === ''
        ? 'The parameter cannot be converted to a numeric value'
        : `The parameter cannot be converted to a numeric value: ${text}`,
    );
  }
  const leading = all.length - all.replace(/^0+/, '').length;
  const digits = all.slice(leading).replace(/0+$/, '');
  if (digits === '') return { sign: 0, digits: '', exponent: 0 };
  const exponent = whole.length - leading - 1 + Number(power);
  return { sign: sign === '-' ? -1 : 1, digits, exponent };
}

function check(decimal: Decimal): Decimal {
  const { digits, exponent } = decimal;
  if (exponent > EXPONENT_MAX) {
    throw validation(
      'Number overflow. Attempting to store a number with magnitude larger than supported range',
    );
  }
  if (exponent < EXPONENT_MIN) {
    throw validation(
      'Number underflow. Attempting to store a number with magnitude smaller than supported range',
    );
  }
  if (digits.length > DIGITS_MAX) {
    throw validation('Attempting to store more than 38 significant digits in a Number');
  }
  return decimal;
}

function write({ sign, digits, exponent }: Decimal): string {
  if (sign === 0) return '0';
  const minus = sign < 0 ? '-' : '';
  if (exponent < 0) return `${minus}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = digits.slice(exponent + 1);
  return `${minus}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
