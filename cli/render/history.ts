/** Releases in rows, newest first: what, how it ended, how long it took, why. */
import { type Instant, secondsBetween } from '../../core/contract/instant.ts';
import { shortName } from '../../core/operate/identity.ts';
import type { ReleaseRecord, Trigger } from '../../core/release/record.ts';
import { clip } from './clip.ts';
import { clockText, shortDuration } from './clock.ts';
import { paints } from './paint.ts';
import type { Screen } from './release.ts';
import { statusWord } from './status-word.ts';
import { renderTable } from './table.ts';

const VERSION_WIDTH = 14;
const STARTER_WIDTH = 10;
/** Date, status, duration, and the gaps between. */
const FIXED_WIDTH = 16 + 12 + 7 + 10;

export function renderHistory(
  releases: readonly ReleaseRecord[],
  now: Instant,
  { colour, columns }: Screen,
): string {
  const paint = paints(colour);
  if (releases.length === 0) return 'no release yet\n';
  const several = new Set(releases.map(({ service }) => service)).size > 1;
  const names = several ? Math.max(...releases.map(({ service }) => service.length)) + 2 : 0;
  const room = columns - FIXED_WIDTH - VERSION_WIDTH - STARTER_WIDTH - names - 2;
  const rows = releases.map((record) => [
    clockText(record.receivedAt, now),
    ...(several ? [record.service] : []),
    clip(record.artifact.version, VERSION_WIDTH),
    statusWord(record.status, paint),
    'endedAt' in record ? shortDuration(secondsBetween(record.receivedAt, record.endedAt)) : '',
    clip(starterOf(record.trigger), STARTER_WIDTH),
    paint.dim(clip('reason' in record ? record.reason : '', Math.max(8, room))),
  ]);
  const head = [
    'received',
    ...(several ? ['service'] : []),
    'version',
    'status',
    'took',
    'by',
    'why',
  ];
  return renderTable([head.map(paint.dim), ...rows]);
}

function starterOf(trigger: Trigger): string {
  return trigger.kind === 'operator' ? shortName(trigger.actor) : trigger.kind;
}
