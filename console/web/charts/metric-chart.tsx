// One metric of the candidate with its limit. What lies above the limit is drawn in the colour of a breach.
import { quantity, rounded } from '../../../core/analysis/quantity.ts';
import type { MetricSeries } from '../../board.ts';
import { clockMinute } from '../words.ts';
import { linear, useWidth } from './scale.ts';

const HEIGHT = 92;
const EDGE = { top: 8, right: 2, bottom: 16, left: 2 } as const;

const names: Readonly<Record<MetricSeries['metric'], string>> = {
  'error-rate': 'Error rate',
  'latency-p95': 'Latency p95',
  cpu: 'CPU',
  memory: 'Memory',
  'failed-health-checks': 'Failed health checks',
  requests: 'Requests',
};

export function MetricChart({ series }: { readonly series: MetricSeries }) {
  const { metric, unit, max, points } = series;
  const { ref, width } = useWidth(240);
  const latest = points.at(-1);
  const breached = max !== null && points.some(({ value }) => value > max);
  return (
    <figure class={breached ? 'metric breached' : 'metric'}>
      <figcaption>
        <span>{names[metric]}</span>
        <b class="figure">{latest === undefined ? 'no data' : quantity(latest.value, unit)}</b>
        <small>
          {max === null ? 'a minute' : `limit ${quantity(max, unit)}`}
          {breached && max !== null && ' · breached'}
        </small>
      </figcaption>
      <div ref={ref}>
        {points.length > 0 && <Curve series={series} width={width} />}
        {points.length === 0 && <p class="empty">no samples yet</p>}
      </div>
    </figure>
  );
}

function Curve({ series, width }: { readonly series: MetricSeries; readonly width: number }) {
  const { metric, max, points, unit } = series;
  const times = points.map(({ at }) => Date.parse(at));
  const [start = 0, end = 1] = [times[0], times.at(-1)];
  const top = Math.max(1.25 * (max ?? 0), 1.1 * Math.max(...points.map(({ value }) => value)), 1);
  const x = linear([start, end], [EDGE.left, width - EDGE.right]);
  const y = linear([0, top], [HEIGHT - EDGE.bottom, EDGE.top]);
  const path = points
    .map(({ at, value }, index) => `${index === 0 ? 'M' : 'L'}${x(Date.parse(at))} ${y(value)}`)
    .join('');
  const limit = max === null ? 0 : y(max);
  const label = `${names[metric]}, ${points.length} samples, highest ${quantity(
    Math.max(...points.map(({ value }) => value)),
    unit,
  )}${max === null ? '' : `, limit ${rounded(max)}`}`;
  return (
    <svg width={width} height={HEIGHT} role="img" aria-label={label}>
      <path class="floor" d={`M${EDGE.left} ${y(0)}H${width - EDGE.right}`} />
      <path class="curve" d={path} />
      {max !== null && (
        <>
          <svg width={width} height={limit} overflow="hidden" aria-hidden="true">
            <path class="curve over" d={path} />
          </svg>
          <path class="limit" d={`M${EDGE.left} ${limit}H${width - EDGE.right}`} />
        </>
      )}
      <text x={EDGE.left} y={HEIGHT - 3}>
        {clockMinute(points[0]?.at ?? '')}
      </text>
      <text x={width - EDGE.right} y={HEIGHT - 3} text-anchor="end">
        {clockMinute(points.at(-1)?.at ?? '')}
      </text>
    </svg>
  );
}
