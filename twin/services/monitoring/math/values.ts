// What a metric math expression can be: a number, a time series, or an array of time series.

/** One value per timestamp of the grid; undefined where there is none. */
export type Points = readonly (number | undefined)[];

export interface TimeSeries {
  readonly label: string;
  readonly points: Points;
}

export type Value =
  | { readonly kind: 'scalar'; readonly value: number }
  | { readonly kind: 'series'; readonly series: TimeSeries }
  | { readonly kind: 'array'; readonly items: readonly TimeSeries[] };

export const scalar = (value: number): Value => ({ kind: 'scalar', value });
export const series = (points: Points, label = ''): Value => ({
  kind: 'series',
  series: { label, points },
});
export const array = (items: readonly TimeSeries[]): Value => ({ kind: 'array', items });

export const seriesIn = (value: Value): readonly TimeSeries[] => {
  if (value.kind === 'array') return value.items;
  return value.kind === 'series' ? [value.series] : [];
};

/** Applies a function to each point of a series, or to each series of an array. */
export function mapSeries(value: Value, change: (points: Points) => Points): Value {
  if (value.kind === 'array') {
    return array(value.items.map(({ label, points }) => ({ label, points: change(points) })));
  }
  if (value.kind === 'series') return series(change(value.series.points), value.series.label);
  return value;
}
