// A service in an environment, in two lines: who serves, and how well.
import type { EnvironmentView, Health, ReleaseSummary } from '../../board.ts';
import { SplitBar } from './split-bar.tsx';

export function Place({
  place,
  moving,
}: {
  readonly place: EnvironmentView | undefined;
  readonly moving: ReleaseSummary | null;
}) {
  if (place === undefined) return <span class="soft">none</span>;
  const { stable, candidatePercent } = place;
  const shared = moving !== null && candidatePercent !== null && candidatePercent > 0;
  return (
    <div class="place-view">
      <div class="versions">
        {stable === null ? (
          <span class="soft">not released yet</span>
        ) : (
          <span class="version" title={stable.digest}>
            {stable.version}
          </span>
        )}
        {moving !== null && (
          <span class="candidate">
            → <span class="version">{moving.version}</span> <b>{candidatePercent ?? '?'} %</b>
          </span>
        )}
      </div>
      {shared && (
        <SplitBar
          percent={candidatePercent}
          stable={stable?.version ?? 'nothing'}
          candidate={moving.version}
        />
      )}
      <div class="facts">
        <HealthView health={place.health} />
        {place.freeze !== null && (
          <span class="wait" title={place.freeze.reason}>
            frozen
          </span>
        )}
      </div>
    </div>
  );
}

const said: Readonly<Record<Health['state'], string>> = {
  healthy: 'healthy',
  degraded: 'degraded',
  alarm: 'in alarm',
  unknown: 'unknown',
};

/** More than are wanted run while two versions do. */
const sayTasks = (running: number, desired: number): string =>
  running >= desired ? `${running} tasks` : `${running} of ${desired} tasks`;

function HealthView({ health }: { readonly health: Health }) {
  const { state, reason, runningCount, desiredCount } = health;
  const tasks = runningCount === null ? '' : `, ${sayTasks(runningCount, desiredCount ?? 0)}`;
  return (
    <span class={`health ${state}`} title={reason}>
      {said[state]}
      {tasks}
    </span>
  );
}
