/** All services by environment: what serves, what moves, what is frozen. */
import type { Freeze } from '../../aws/freezes.ts';
import type { Instant } from '../../core/contract/instant.ts';
import { shortName } from '../../core/operate/identity.ts';
import { standing } from '../../core/operate/staleness.ts';
import type { ReleaseRecord } from '../../core/release/record.ts';
import type { ServiceState } from '../remote.ts';
import { clip } from './clip.ts';
import { agoText } from './clock.ts';
import { type Paints, paints } from './paint.ts';
import type { Screen } from './release.ts';
import { type Row, renderTable } from './table.ts';

export interface ServiceLine {
  readonly name: string;
  readonly state: ServiceState;
  /** What moves, waits, or was the last. */
  readonly release: ReleaseRecord | null;
}

const VERSION_WIDTH = 16;

export function renderStatus(
  lines: readonly ServiceLine[],
  freezes: readonly Freeze[],
  now: Instant,
  { colour, columns }: Screen,
): string {
  const paint = paints(colour);
  if (lines.length === 0) return 'no service is registered\n';
  const head = ['service', 'environment', 'serves', 'release'].map(paint.dim);
  const rows = lines.flatMap((line) => serviceRows(line, columns, paint));
  return [
    renderTable([head, ...rows]),
    ...freezes.map((freeze) => frozen(freeze, now, paint)),
  ].join('');
}

function serviceRows({ name, state, release }: ServiceLine, columns: number, paint: Paints): Row[] {
  const width = Math.max(
    ...state.environments.map((each) => each.name.length),
    'environment'.length,
  );
  const room = columns - name.length - width - VERSION_WIDTH - 6;
  return state.environments.map(({ name: environment, stable, moving }, index) => [
    index === 0 ? paint.bold(name) : '',
    environment,
    stable === null ? paint.dim('nothing yet') : clip(stable.version, VERSION_WIDTH),
    moving !== null && release !== null
      ? paint.cyan(clip(`${release.artifact.version} ${standing(release)}`, room))
      : index === 0
        ? lastWord(release, room, paint)
        : '',
  ]);
}

function lastWord(release: ReleaseRecord | null, room: number, paint: Paints): string {
  if (release === null) return '';
  const { artifact, status } = release;
  const text = clip(`${artifact.version} ${status}`, room);
  return status === 'ROLLED_BACK' || status === 'FAILED_SAFE' ? paint.red(text) : paint.dim(text);
}

function frozen({ service, environment, by, reason, since }: Freeze, now: Instant, paint: Paints) {
  const where = `${service === '*' ? 'everything' : service} in ${environment === '*' ? 'all' : environment}`;
  return `${paint.yellow(`frozen: ${where}`)} by ${clip(shortName(by), 30)} ${agoText(since, now)}: ${clip(reason, 60)}\n`;
}
