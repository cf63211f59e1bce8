// One release: where it stands, what it does to users, why, and what can be decided about it.
import { useState } from 'preact/hooks';
import type { ReleaseView } from '../../board.ts';
import { type OfferedAction, offeredActions } from '../../offered-actions.ts';
import { plainReason } from '../../plain-reason.ts';
import { lookAt } from '../../what-changed.ts';
import { MetricChart } from '../charts/metric-chart.tsx';
import { WeightChart } from '../charts/weight-chart.tsx';
import { Section, Shown, Status } from '../parts/basics.tsx';
import { DecisionDialog } from '../parts/decision-dialog.tsx';
import { Ledger } from '../parts/ledger.tsx';
import { Machines } from '../parts/machines.tsx';
import { Notices } from '../parts/notices.tsx';
import { Phases } from '../parts/phases.tsx';
import { VerdictTable } from '../parts/verdict-table.tsx';
import { Link, serviceAddress } from '../route.tsx';
import { useView } from '../session.ts';
import { secondsFrom, shortDigest, stretch, whoIs } from '../words.ts';

export function ReleasePage({ id }: { readonly id: string }) {
  const view = useView<ReleaseView>(`releases/${id}`);
  return (
    <Shown view={view} absent="There is no such release.">
      {(release) => <Release release={release} />}
    </Shown>
  );
}

function Release({ release }: { readonly release: ReleaseView }) {
  const { record, plan, events, now, metrics, notices, machines } = release;
  const watched = watchedEnvironment(release);
  const planned = plan?.environments.find(({ name }) => name === watched);
  const verdict = events.findLast((event) => event.type === 'bake.judged');
  const rollback = events.findLast((event) => event.type === 'rollback.started');
  return (
    <>
      <Title release={release} />
      <Phases {...{ record, plan, events, now }} />
      <div class="columns">
        <div>
          {planned !== undefined &&
            events.some((event) => event.type === 'environment.entered') && (
              <Section title="Share of users" note={watched}>
                <WeightChart {...{ events, planned, now, record }} />
              </Section>
            )}
          {verdict !== undefined && (
            <Section title="Verdict" note={verdict.environment}>
              <VerdictTable judged={verdict} rollback={rollback} now={now} />
            </Section>
          )}
          {metrics !== null && (
            <Section title="Metrics" note={`candidate in ${metrics.environment}`}>
              <div class="metrics">
                {metrics.series.map((series) => (
                  <MetricChart key={series.metric} series={series} />
                ))}
              </div>
            </Section>
          )}
          <Section title="Ledger" note={`${events.length} events`}>
            <Ledger events={events} />
          </Section>
        </div>
        <div>
          <Machines machines={machines} />
          <Section title="Notices" note={String(notices.length)}>
            <Notices notices={notices} />
          </Section>
        </div>
      </div>
    </>
  );
}

/** Where the release is; else where it ended; else where it is going. */
function watchedEnvironment({ record, plan }: ReleaseView): string {
  if ('environment' in record) return record.environment;
  const entered = plan?.environments[record.promotedIn.length];
  return entered?.name ?? record.promotedIn.at(-1) ?? '';
}

/** Why it stands where it stands, in a sentence; empty where there is nothing to explain. */
function standingNote({ record, events, now }: ReleaseView): string {
  if ('reason' in record) return plainReason(record.reason);
  if (record.hold !== null) return `Held by ${whoIs(record.hold.by)}: ${record.hold.reason}`;
  const asked = events.findLast((event) => event.type === 'gate.waiting');
  if (record.waitingFor === null || asked === undefined) return '';
  const left = stretch(secondsFrom(now, asked.expiresAt));
  return `The ${asked.gate} gate of ${asked.environment} is closed; it may stay so for ${left} more.`;
}

function Title({ release }: { readonly release: ReleaseView }) {
  const { record } = release;
  const [asked, setAsked] = useState<OfferedAction | null>(null);
  const note = standingNote(release);
  return (
    <div class="title release-title">
      <div>
        <p class="crumb">
          <Link to={serviceAddress(record.service)}>{record.service}</Link>
        </p>
        <h1 tabIndex={-1}>
          <span class="version">{record.artifact.version}</span> <Status of={record} />
        </h1>
        <p class="soft identity">
          <code title={record.artifact.digest ?? ''}>{shortDigest(record.artifact.digest)}</code>
          <code>{record.releaseId}</code>
        </p>
        {note !== '' && <p class="why">{note}</p>}
      </div>
      <div class="actions">
        {offeredActions(record).map((offered) => (
          <button
            type="button"
            key={offered.label}
            class={offered.tone}
            onClick={() => setAsked(offered)}
          >
            {offered.label}
          </button>
        ))}
      </div>
      {asked !== null && (
        <DecisionDialog
          title={`${asked.label}: ${record.service} ${record.artifact.version}`}
          consequence={asked.consequence}
          confirm={asked.label}
          tone={asked.tone}
          subject={{ kind: 'release', action: asked.action, record, look: lookAt(record) }}
          onClose={() => setAsked(null)}
        />
      )}
    </div>
  );
}
