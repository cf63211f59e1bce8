// The candidate's share of users over time: what was read back as a solid step, what is planned as a dashed one.
import { useState } from 'preact/hooks';
import type { PlannedEnvironment } from '../../../core/plan/plan.ts';
import type { ReleaseEvent } from '../../../core/release/event.ts';
import type { ReleaseRecord } from '../../../core/release/record.ts';
import { plainReason } from '../../plain-reason.ts';
import { plannedCourse } from '../../planned-course.ts';
import { type WeightMark, type WeightPoint, weightHistory } from '../../weight-history.ts';
import { clockMinute, clockTime } from '../words.ts';
import { linear, type Scale, timeTicks, useWidth } from './scale.ts';

interface Props {
  readonly events: readonly ReleaseEvent[];
  readonly planned: PlannedEnvironment;
  readonly record: ReleaseRecord;
  readonly now: string;
}

const HEIGHT = 210;
/** Of a time on the axis: one that would be cut off is left out. */
const LABEL_WIDTH = 34;
const EDGE = { top: 14, right: 10, bottom: 24, left: 42 } as const;

export function WeightChart({ events, planned, record, now }: Props) {
  const { ref, width } = useWidth(720);
  const { points, marks } = weightHistory(events, planned.name);
  const course = plannedCourse({ planned, points, record, now });
  const until = 'endedAt' in record ? record.endedAt : now;
  const start = Date.parse(points[0]?.at ?? now);
  const lastPoint = Date.parse(points.at(-1)?.at ?? now);
  const solidEnd = Math.max(lastPoint, Math.min(Date.parse(until), Date.parse(now)));
  const end = Math.max(courseEnd(course) ?? solidEnd, start + 60_000);
  const x = linear([start, end], [EDGE.left, width - EDGE.right]);
  const y = linear([0, 100], [HEIGHT - EDGE.bottom, EDGE.top]);
  const last = points.at(-1);
  return (
    <div ref={ref} class="chart">
      <svg width={width} height={HEIGHT} role="img" aria-label={summary(points, marks)}>
        <Axes x={x} y={y} start={start} end={end} width={width} />
        <path class="area" d={`${steps(points, x, y, solidEnd)}V${y(0)}H${x(start)}Z`} />
        <path class="line" d={steps(points, x, y, solidEnd)} />
        {last !== undefined && course.length > 0 && (
          <path class="planned" d={steps([{ ...last, at: iso(solidEnd) }, ...course], x, y, end)} />
        )}
        {marks.map((mark) => (
          <Mark key={`${mark.at}${mark.kind}`} mark={mark} x={x} y={y} />
        ))}
        {solidEnd < end && (
          <circle class="now" cx={x(solidEnd)} cy={y(last?.percent ?? 0)} r="4.5" />
        )}
        <Readout points={points} x={x} y={y} start={start} end={solidEnd} width={width} />
      </svg>
      <Legend marks={marks} planned={course.length > 0} />
    </div>
  );
}

/** A little further than the last step, so that it can be seen. */
function courseEnd(course: readonly WeightPoint[]): number | undefined {
  const last = course.at(-1);
  return last === undefined ? undefined : Date.parse(last.at) + 5 * 60_000;
}

const iso = (epochMs: number): string => new Date(epochMs).toISOString();

function steps(points: readonly WeightPoint[], x: Scale, y: Scale, end: number): string {
  const [first, ...rest] = points;
  if (first === undefined) return `M${x(end)} ${y(0)}`;
  const path = rest.map(({ at, percent }) => `H${x(Date.parse(at))}V${y(percent)}`).join('');
  return `M${x(Date.parse(first.at))} ${y(first.percent)}${path}H${x(end)}`;
}

function Axes({
  x,
  y,
  start,
  end,
  width,
}: {
  readonly x: Scale;
  readonly y: Scale;
  readonly start: number;
  readonly end: number;
  readonly width: number;
}) {
  return (
    <g class="axes">
      {[0, 25, 50, 75, 100].map((percent) => (
        <g key={percent}>
          <path d={`M${EDGE.left} ${y(percent)}H${width - EDGE.right}`} />
          <text x={EDGE.left - 8} y={y(percent) + 4} text-anchor="end">
            {percent} %
          </text>
        </g>
      ))}
      {timeTicks([start, end], Math.max(2, Math.floor(width / 90)))
        .filter((tick) => x(tick) < width - LABEL_WIDTH / 2)
        .map((tick) => (
          <text key={tick} x={x(tick)} y={HEIGHT - 6} text-anchor="middle">
            {clockMinute(iso(tick))}
          </text>
        ))}
    </g>
  );
}

const MARKS: Readonly<Record<WeightMark['kind'], readonly [className: string, word: string]>> = {
  breach: ['bad', 'breach'],
  rollback: ['bad', 'rollback'],
  inconclusive: ['wait', 'inconclusive'],
  held: ['wait', 'held'],
};

function Mark({ mark, x, y }: { readonly mark: WeightMark; readonly x: Scale; readonly y: Scale }) {
  const at = x(Date.parse(mark.at));
  const [className, word] = MARKS[mark.kind];
  return (
    <g class={`mark ${className}`}>
      <title>{`${clockTime(mark.at)} ${word}: ${mark.text}`}</title>
      <path d={`M${at} ${y(0)}V${y(100)}`} />
      {mark.kind === 'breach' && (
        <path class="cross" d={`M${at - 4} ${y(100) - 4}l8 8m0 -8l-8 8`} />
      )}
    </g>
  );
}

function Legend({
  marks,
  planned,
}: {
  readonly marks: readonly WeightMark[];
  readonly planned: boolean;
}) {
  const breach = marks.find(({ kind }) => kind === 'breach');
  return (
    <p class="legend">
      <span class="line">read back</span>
      {planned && <span class="planned">planned</span>}
      {breach !== undefined && (
        <span class="bad">
          breach at {clockTime(breach.at)}: {plainReason(breach.text)}
        </span>
      )}
    </p>
  );
}

/** What the share was where the pointer is. */
function Readout({
  points,
  x,
  y,
  start,
  end,
  width,
}: {
  readonly points: readonly WeightPoint[];
  readonly x: Scale;
  readonly y: Scale;
  readonly start: number;
  readonly end: number;
  readonly width: number;
}) {
  const [at, setAt] = useState<number | null>(null);
  const follow = (event: PointerEvent & { readonly currentTarget: SVGRectElement }) => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left) / Math.max(1, box.width);
    setAt(Math.min(end, start + share * (end - start)));
  };
  const percent =
    at === null ? 0 : (points.findLast((point) => Date.parse(point.at) <= at)?.percent ?? 0);
  const right = at !== null && x(at) > width - 110;
  return (
    <>
      {at !== null && (
        <g class="readout">
          <path d={`M${x(at)} ${y(0)}V${y(100)}`} />
          <text x={x(at) + (right ? -8 : 8)} y={y(100) + 12} text-anchor={right ? 'end' : 'start'}>
            {clockTime(iso(at))} · {percent} %
          </text>
        </g>
      )}
      <rect
        class="catcher"
        x={EDGE.left}
        y={EDGE.top}
        width={Math.max(0, x(end) - EDGE.left)}
        height={HEIGHT - EDGE.top - EDGE.bottom}
        onPointerMove={follow}
        onPointerLeave={() => setAt(null)}
      />
    </>
  );
}

function summary(points: readonly WeightPoint[], marks: readonly WeightMark[]): string {
  const shares = points.map(({ at, percent }) => `${percent} % at ${clockTime(at)}`);
  const told = marks.map(({ at, kind }) => `${kind} at ${clockTime(at)}`);
  return [`Share of users: ${shares.join(', ') || 'none yet'}`, ...told].join('; ');
}
