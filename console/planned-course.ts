// How the share will go on if all goes well: the phases that are left, from now on.
import { addSeconds, type Instant, secondsBetween } from '../core/contract/instant.ts';
import type { PlannedEnvironment } from '../core/plan/plan.ts';
import type { ReleaseRecord } from '../core/release/record.ts';
import type { WeightPoint } from './weight-history.ts';

/** Empty where nothing will rise by itself: it has ended, goes back, or stands at 100 %. */
export function plannedCourse({
  planned,
  points,
  record,
  now,
}: {
  readonly planned: PlannedEnvironment;
  readonly points: readonly WeightPoint[];
  readonly record: ReleaseRecord;
  readonly now: Instant;
}): readonly WeightPoint[] {
  if (!('environment' in record) || record.environment !== planned.name) return [];
  if ('endedAt' in record || record.status === 'ROLLING_BACK') return [];
  const reached = points.at(-1)?.percent ?? 0;
  const ahead = planned.phases.filter(({ weightPercent }) => weightPercent > reached);
  if (ahead.length === 0) return [];
  const first = addSeconds(now, remainingSeconds(planned, record, now));
  return ahead.reduce<{ at: Instant; course: WeightPoint[] }>(
    ({ at, course }, { weightPercent, bakeSeconds }) => ({
      at: addSeconds(at, bakeSeconds),
      course: [...course, { at, percent: weightPercent }],
    }),
    { at: first, course: [] },
  ).course;
}

/** Of the bake under way; before the first share nobody knows. */
function remainingSeconds(
  { phases }: PlannedEnvironment,
  record: ReleaseRecord,
  now: Instant,
): number {
  if (record.status !== 'BAKING') return 0;
  const bakeSeconds = phases[record.phase]?.bakeSeconds ?? 0;
  return Math.max(0, bakeSeconds - secondsBetween(record.verifiedAt, now));
}
