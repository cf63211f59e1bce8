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

const VERSION_WIDTH = 16;
const STARTER_WIDTH = 12;
const GAP = 2;

export function renderHistory(
  releases: readonly ReleaseRecord[],
  now: Instant,
  { colour, columns }: Screen,
): string {
  if (releases.length === 0) return 'no release yet\n';
  const paint = paints(colour);
  const several = new Set(releases.map(({ service }) => service)).size > 1;
  const head = ['received', ...(several ? ['service'] : []), 'version', 'status', 'took', 'by'];
  const rows = releases.map((record) => [
    clockText(record.receivedAt, now),
    ...(several ? [record.service] : []),
    clip(record.artifact.version, VERSION_WIDTH),
    record.status,
    'endedAt' in record ? shortDuration(secondsBetween(record.receivedAt, record.endedAt)) : '',
    clip(starterOf(record.trigger), STARTER_WIDTH),
  ]);
  // The reason takes what the others leave.
  const room = columns - widthOf([head, ...rows]) - GAP;
  const painted = releases.map((record, index) => [
    ...(rows[index] ?? []).map((cell) =>
      cell === record.status ? statusWord(record.status, paint) : cell,
    ),
    paint.dim(clip('reason' in record ? record.reason : '', room)),
  ]);
  return renderTable([[...head, 'why'].map(paint.dim), ...painted], { gap: GAP });
}

const widthOf = (rows: readonly (readonly string[])[]): number =>
  Math.max(
    ...renderTable(rows, { gap: GAP })
      .split('\n')
      .map((line) => [...line].length),
  );

function starterOf(trigger: Trigger): string {
  return trigger.kind === 'operator' ? shortName(trigger.actor) : trigger.kind;
}
