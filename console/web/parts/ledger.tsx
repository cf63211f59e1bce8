// What happened and why, newest first. What only the machinery needs is out of the way until it is asked for.
import { useState } from 'preact/hooks';
import type { ReleaseEvent } from '../../../core/release/event.ts';
import { describeEvent } from '../../describe-event.ts';
import { clockTime, whoIs } from '../words.ts';

const machinery: readonly ReleaseEvent['type'][] = [
  'intent.recorded',
  'notice.sent',
  'note.added',
  'weight.requested',
  'checks.started',
];

export function Ledger({ events }: { readonly events: readonly ReleaseEvent[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? events : events.filter(isTold);
  return (
    <>
      <ol class="ledger">
        {shown.toReversed().map((event) => (
          <Entry key={event.sequence} event={event} />
        ))}
      </ol>
      <label class="toggle">
        <input type="checkbox" checked={all} onChange={() => setAll(!all)} />
        Inner steps too
      </label>
    </>
  );
}

/** A gate that never was closed is no news. */
function isTold(event: ReleaseEvent, index: number, events: readonly ReleaseEvent[]): boolean {
  if (event.type !== 'gate.opened') return !machinery.includes(event.type);
  const before = events.slice(0, index).findLast(({ type }) => type.startsWith('gate.'));
  return before?.type === 'gate.waiting';
}

function Entry({ event }: { readonly event: ReleaseEvent }) {
  const { title, detail, tone } = describeEvent(event);
  return (
    <li class={tone}>
      <time dateTime={event.at} title={event.at}>
        {clockTime(event.at)}
      </time>
      <div>
        <strong>{title}</strong> {detail !== '' && <span class="detail">{detail}</span>}
        <small title={event.actor}>
          {'environment' in event ? `${event.environment} · ` : ''}
          {whoIs(event.actor)} · {event.sequence}
        </small>
      </div>
    </li>
  );
}
