// How a datapoint is compared with the threshold, and how CloudWatch words it.

export interface Threshold {
  readonly value: number;
  readonly breaches: (datapoint: number) => boolean;
  /** `greater than`, `less than or equal to`, ... */
  readonly wording: string;
}

const COMPARISONS: Readonly<
  Record<string, { wording: string; holds: (point: number, value: number) => boolean }>
> = {
  GreaterThanOrEqualToThreshold: {
    wording: 'greater than or equal to',
    holds: (point, value) => point >= value,
  },
  GreaterThanThreshold: { wording: 'greater than', holds: (point, value) => point > value },
  LessThanThreshold: { wording: 'less than', holds: (point, value) => point < value },
  LessThanOrEqualToThreshold: {
    wording: 'less than or equal to',
    holds: (point, value) => point <= value,
  },
};

export const COMPARISON_OPERATORS = Object.keys(COMPARISONS);

export function thresholdOf(operator: string, value: number): Threshold | undefined {
  const comparison = COMPARISONS[operator];
  if (comparison === undefined) return undefined;
  const { wording, holds } = comparison;
  return { value, wording, breaches: (datapoint) => holds(datapoint, value) };
}
