// FILL: what stands where a series has no value.
import type { FillWord } from './parse.ts';
import { mapSeries, type Points, type Value } from './values.ts';

export type Filler = { readonly word: FillWord } | { readonly value: Value };

/**
 * Every timestamp of the range is filled, the newest ones too. An alarm on data that arrive late
 * therefore sees the filler first: CloudWatch documents this trap, and so it is kept.
 */
export function fill(value: Value, filler: Filler): Value {
  if ('word' in filler) return mapSeries(value, filler.word === 'REPEAT' ? repeat : linear);
  const by = filler.value;
  if (by.kind === 'scalar') {
    return mapSeries(value, (points) => points.map((point) => point ?? by.value));
  }
  const [first] = by.kind === 'array' ? by.items : [by.series];
  return mapSeries(value, (points) => points.map((point, index) => point ?? first?.points[index]));
}

function repeat(points: Points): Points {
  let last: number | undefined;
  return points.map((point) => {
    last = point ?? last;
    return last;
  });
}

/** Between two values a straight line; before the first and after the last nothing is known. */
function linear(points: Points): Points {
  return points.map((point, index) => {
    if (point !== undefined) return point;
    const before = points.findLastIndex((other, at) => at < index && other !== undefined);
    const after = points.findIndex((other, at) => at > index && other !== undefined);
    const from = points[before];
    const to = points[after];
    if (from === undefined || to === undefined) return undefined;
    return from + ((to - from) * (index - before)) / (after - before);
  });
}
