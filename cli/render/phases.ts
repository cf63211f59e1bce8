/** The environments and phases of a release: what is done, what happens now, what comes. */
import type { Instant } from '../../core/contract/instant.ts';
import { secondsBetween } from '../../core/contract/instant.ts';
import type { PlannedEnvironment } from '../../core/plan/plan.ts';
import { currentEnvironment } from '../../core/release/changed.ts';
import type { ReleaseEvent } from '../../core/release/event.ts';
import type { ReleaseRecord } from '../../core/release/record.ts';
import type { ReleaseState } from '../remote.ts';
import { clockText, shortDuration } from './clock.ts';
import type { Paints } from './paint.ts';
import { type Row, renderTable } from './table.ts';

type Mark = 'done' | 'now' | 'ahead' | 'failed';

const BAR_WIDTH = 12;

export function renderPhases(
  { record, plan, events }: ReleaseState,
  now: Instant,
  paint: Paints,
): readonly string[] {
  const environments = plan?.environments ?? [];
  return environments.flatMap((planned) => {
    const scene = { planned, record, events, now, paint };
    const rows = [...phaseRows(scene), guardRow(scene)];
    return [
      headLine(scene),
      ...renderTable(rows, { right: [1, 2] })
        .trimEnd()
        .split('\n'),
    ];
  });
}

interface Scene {
  readonly planned: PlannedEnvironment;
  readonly record: ReleaseRecord;
  readonly events: readonly ReleaseEvent[];
  readonly now: Instant;
  readonly paint: Paints;
}

function headLine(scene: Scene): string {
  const { planned, record, paint } = scene;
  const mark = environmentMark(scene);
  const here = currentEnvironment(record) === planned.name;
  const weight = record.weights[planned.name];
  const share = weight === undefined ? '' : `  ${weight} % of users`;
  const note = here ? `  ${record.status.toLowerCase().replace('_', ' ')}${share}` : '';
  return `${glyph(mark, paint)} ${paint.bold(planned.name)}${paint.dim(note)}`;
}

function environmentMark({ planned, record }: Scene): Mark {
  if (record.promotedIn.includes(planned.name)) return 'done';
  const went = 'environment' in record && record.environment === planned.name;
  if (!went) return 'ahead';
  return currentEnvironment(record) === planned.name && record.status !== 'ROLLING_BACK'
    ? 'now'
    : 'failed';
}

/** The last phase is the engine's own switch: it has no bake before the guard. */
function phaseRows(scene: Scene): readonly Row[] {
  const { planned, paint } = scene;
  return planned.phases.flatMap(({ weightPercent, bakeSeconds, gates }, phase) => {
    if (weightPercent === 100) return [];
    const { mark, from, to } = stretchOf(scene, phase);
    const gate = gates.length === 0 ? '' : `after ${gates.map(({ kind }) => kind).join(', ')}`;
    const note = mark === 'now' && from !== undefined ? progress(scene, from, bakeSeconds) : gate;
    return [
      [
        `  ${glyph(mark, paint)}`,
        `${weightPercent} %`,
        shortDuration(bakeSeconds),
        stretchText(scene, from, to),
        note,
      ],
    ];
  });
}

function guardRow(scene: Scene): Row {
  const { planned, record, events, paint } = scene;
  const from = events.find((event) => isHere(event, planned, 'promotion.verified'))?.at;
  const to = events.find((event) => isHere(event, planned, 'environment.promoted'))?.at;
  const back = went(scene);
  const mark: Mark =
    to !== undefined ? 'done' : from === undefined ? 'ahead' : back ? 'failed' : 'now';
  const guarding = mark === 'now' && from !== undefined && record.status === 'GUARDING';
  const note = guarding ? progress(scene, from, planned.guardSeconds) : '';
  return [
    `  ${glyph(mark, paint)}`,
    '100 %',
    shortDuration(planned.guardSeconds),
    stretchText(scene, from, to),
    note,
  ];
}

interface Stretch {
  readonly mark: Mark;
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
}

function stretchOf(scene: Scene, phase: number): Stretch {
  const { planned, record, events } = scene;
  const verified = events.findIndex(
    (event) =>
      isHere(event, planned, 'weight.verified') && 'phase' in event && event.phase === phase,
  );
  const from = events[verified]?.at;
  if (from === undefined) {
    const asked = record.status === 'CANARY' && record.environment === planned.name;
    return { mark: asked && record.phase === phase ? 'now' : 'ahead' };
  }
  const left = events
    .slice(verified + 1)
    .find((event) => leaving.some((type) => isHere(event, planned, type)));
  if (left === undefined) return { mark: went(scene) ? 'failed' : 'now', from };
  return { mark: left.type === 'rollback.started' ? 'failed' : 'done', from, to: left.at };
}

const leaving = ['weight.requested', 'promotion.started', 'rollback.started'] as const;

const isHere = (event: ReleaseEvent, { name }: PlannedEnvironment, type: ReleaseEvent['type']) =>
  event.type === type && 'environment' in event && event.environment === name;

const went = ({ planned, events }: Scene): boolean =>
  events.some((event) => isHere(event, planned, 'rollback.started'));

function stretchText({ now }: Scene, from: Instant | undefined, to: Instant | undefined): string {
  if (from === undefined) return '';
  return `${clockText(from, now)} - ${to === undefined ? '' : clockText(to, now)}`.trimEnd();
}

function progress({ now, paint }: Scene, from: Instant, wantedSeconds: number): string {
  const seconds = secondsBetween(from, now);
  const ratio = wantedSeconds === 0 ? 1 : Math.min(1, Math.max(0, seconds / wantedSeconds));
  const full = Math.round(ratio * BAR_WIDTH);
  const bar = paint.cyan('━'.repeat(full)) + paint.dim('─'.repeat(BAR_WIDTH - full));
  return `${bar} ${shortDuration(Math.min(seconds, wantedSeconds))}`;
}

function glyph(mark: Mark, paint: Paints): string {
  switch (mark) {
    case 'done':
      return paint.green('✓');
    case 'now':
      return paint.cyan('●');
    case 'failed':
      return paint.red('✗');
    case 'ahead':
      return paint.dim('○');
  }
}
