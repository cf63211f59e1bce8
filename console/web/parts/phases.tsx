// The plan as a track from left to right: what is done, where the release stands, what comes next.
import type { Plan, PlannedEnvironment } from '../../../core/plan/plan.ts';
import type { ReleaseEvent } from '../../../core/release/event.ts';
import type { ReleaseRecord } from '../../../core/release/record.ts';
import { secondsFrom, stretch } from '../words.ts';
import { Glyph } from './basics.tsx';

interface Props {
  readonly record: ReleaseRecord;
  readonly plan: Plan | null;
  readonly events: readonly ReleaseEvent[];
  readonly now: string;
}

interface Stop {
  readonly label: string;
  readonly note: string;
  readonly state: 'done' | 'here' | 'ahead' | 'failed';
  /** Of its bake, where it is here. */
  readonly progressPercent: number | null;
}

export function Phases({ record, plan, events, now }: Props) {
  if (plan === null) return null;
  return (
    <ol class="track" aria-label="Plan">
      {plan.environments.map((environment) => (
        <li key={environment.name} class={stateIn(record, environment.name)}>
          <h2>{environment.name}</h2>
          <ol>
            {stopsOf(environment, { record, events, now }).map((stop) => (
              <StopView key={stop.label} stop={stop} />
            ))}
          </ol>
        </li>
      ))}
    </ol>
  );
}

function StopView({ stop }: { readonly stop: Stop }) {
  const { label, note, state, progressPercent } = stop;
  return (
    <li class={`stop ${state}`} aria-current={state === 'here' ? 'step' : undefined}>
      <span class="label">
        {state === 'done' && <Glyph tone="good" />}
        {state === 'failed' && <Glyph tone="bad" />}
        {label}
      </span>
      <span class="note">{note}</span>
      <svg class="progress" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <rect class="rest" width="100" height="4" />
        <rect class="share" width={state === 'ahead' ? 0 : (progressPercent ?? 100)} height="4" />
      </svg>
    </li>
  );
}

function stateIn(record: ReleaseRecord, environment: string): string {
  if (record.promotedIn.includes(environment)) return 'done';
  return 'environment' in record && record.environment === environment ? 'here' : 'ahead';
}

type Facts = Pick<Props, 'record' | 'events' | 'now'>;

function stopsOf(environment: PlannedEnvironment, facts: Facts): readonly Stop[] {
  const verified = facts.events.filter(
    (event) => event.type === 'weight.verified' && event.environment === environment.name,
  );
  const current = currentStop(environment, facts, verified.length);
  return environment.phases.map(({ weightPercent, bakeSeconds }, index) => {
    const isLast = index === environment.phases.length - 1;
    const seconds = isLast ? environment.guardSeconds : bakeSeconds;
    const state = stateOf(index, current, facts.record, environment.name);
    const bakedSeconds = state === 'here' ? baked(facts) : null;
    return {
      label: `${weightPercent} %`,
      note:
        bakedSeconds === null
          ? stretch(seconds)
          : `${stretch(bakedSeconds)} of ${stretch(seconds)}`,
      state,
      progressPercent:
        bakedSeconds === null ? null : Math.min(100, (100 * bakedSeconds) / Math.max(1, seconds)),
    };
  });
}

/** The index of the phase where the release stands here; -1 before the first. */
function currentStop(
  { name, phases }: PlannedEnvironment,
  { record, events }: Facts,
  verifiedCount: number,
): number {
  const switched = events.some(
    (event) => event.type === 'promotion.verified' && event.environment === name,
  );
  if (record.promotedIn.includes(name)) return phases.length;
  return switched ? phases.length - 1 : verifiedCount - 1;
}

function stateOf(
  index: number,
  current: number,
  { status, promotedIn }: ReleaseRecord,
  environment: string,
): Stop['state'] {
  if (promotedIn.includes(environment) || index < current) return 'done';
  if (index > current) return 'ahead';
  const back = status === 'ROLLING_BACK' || status === 'ROLLED_BACK' || status === 'FAILED_SAFE';
  return back ? 'failed' : 'here';
}

/** Null where nothing bakes. */
function baked({ record, now }: Facts): number | null {
  if (record.status !== 'BAKING' && record.status !== 'GUARDING') return null;
  return secondsFrom(record.verifiedAt, now);
}
