// States.Format: a template whose `{}` are filled in order. Objects and arrays print as Java prints its maps and lists.
import { isArray, isObject, type Json } from '../json.ts';
import { type Intrinsic, IntrinsicProblem, stringArgument } from './intrinsic.ts';

export const format: Intrinsic = {
  fewest: 1,
  most: Number.POSITIVE_INFINITY,
  apply(args) {
    const values = args.slice(1);
    const template = stringArgument(args, 0);
    const holes = template.replaceAll(/\\./g, '').split('{}').length - 1;
    if (holes !== values.length) {
      throw new IntrinsicProblem(
        `The template has ${holes} placeholders but ${values.length} arguments were given.`,
      );
    }
    let used = 0;
    return template.replaceAll(/\\(.)|\{\}/g, (_, escaped: string | undefined) => {
      if (escaped !== undefined) return escaped;
      used += 1;
      return display(values[used - 1] ?? null);
    });
  },
};

function display(value: Json): string {
  if (isArray(value)) return `[${value.map(display).join(', ')}]`;
  if (!isObject(value)) return String(value);
  const members = Object.entries(value).map(([key, member]) => `${key}=${display(member)}`);
  return `{${members.join(', ')}}`;
}
