/** A release on a screen: where it is, how it got there, what the judge sees, what comes next. */
import { describeEvent } from '../../console/describe-event.ts';
import type { Verdict } from '../../core/analysis/verdict.ts';
import type { Instant } from '../../core/contract/instant.ts';
import { shortName } from '../../core/operate/identity.ts';
import type { ReleaseEvent } from '../../core/release/event.ts';
import { overriddenAlarms } from '../../core/release/overridden-alarms.ts';
import type { ReleaseRecord } from '../../core/release/record.ts';
import type { ReleaseState } from '../remote.ts';
import { clip } from './clip.ts';
import { agoText, clockText } from './clock.ts';
import { renderFindings } from './findings.ts';
import { type Paints, paints } from './paint.ts';
import { renderPhases } from './phases.ts';
import { statusWord } from './status-word.ts';
import { whatNext } from './what-next.ts';

export interface ReleaseScreen {
  readonly release: ReleaseState;
  readonly verdict: Verdict | null;
  readonly now: Instant;
}

export interface Screen {
  readonly colour: boolean;
  readonly columns: number;
  /** Of a screen that is drawn again and again; absent where one can scroll. */
  readonly rows?: number;
}

const EVENTS_SHOWN = 6;

export function renderRelease(
  { release, verdict, now }: ReleaseScreen,
  { colour, columns, rows = Number.POSITIVE_INFINITY }: Screen,
): string {
  const paint = paints(colour);
  const { record, events } = release;
  const evidence = verdict ?? lastVerdict(events);
  const above = [
    ...heading(record, now, columns, paint),
    '',
    ...block(renderPhases(release, now, paint)),
    ...block(evidence === null ? [] : renderFindings(evidence, columns, paint)),
  ];
  const below = nextLines(release, now, columns, paint);
  // What comes next matters more than what was: on a low screen the past gives way.
  const room = Math.max(0, Math.min(EVENTS_SHOWN, rows - above.length - below.length - 2));
  const recent = events.slice(events.length - Math.min(room, events.length));
  const past = recent.map((event) => eventLine(event, now, columns, paint));
  return [...above, ...block(past), ...below, ''].join('\n');
}

/** One ledger event in one line, the same on a screen and in a log. */
export function eventLine(
  event: ReleaseEvent,
  now: Instant,
  columns: number,
  paint: Paints,
): string {
  const { title, detail, tone } = describeEvent(event);
  const time = clockText(event.at, now);
  const by = event.actor.startsWith('arn:') ? ` (${shortName(event.actor)})` : '';
  const head = clip(`${title}${by}`, columns - time.length - 2);
  const room = columns - time.length - 2 - [...head].length - 2;
  const rest = detail === '' || room < 8 ? '' : `  ${paint.dim(clip(detail, room))}`;
  return `${paint.dim(time)}  ${toneOf(tone, paint)(head)}${rest}`;
}

const toneOf = (tone: ReturnType<typeof describeEvent>['tone'], paint: Paints) =>
  ({
    plain: (text: string) => text,
    good: paint.green,
    bad: paint.red,
    wait: paint.yellow,
    moving: paint.cyan,
  })[tone];

function heading(
  record: ReleaseRecord,
  now: Instant,
  columns: number,
  paint: Paints,
): readonly string[] {
  const { service, artifact, releaseId, receivedAt, admission, sequence } = record;
  const version = clip(artifact.version, 40);
  const facts = [
    releaseId,
    ...(artifact.digest === null ? [] : [artifact.digest.slice(0, 19)]),
    ...(admission === null ? [] : [`plan ${admission.planHash.slice(0, 8)}`]),
    `event ${sequence}`,
  ];
  return [
    `${paint.bold(`${service} ${version}`)}  ${statusWord(record.status, paint)}  ${paint.dim(`received ${agoText(receivedAt, now)}`)}`,
    paint.dim(clip(facts.join('  '), columns)),
    ...overriding(record, columns, paint),
  ];
}

/** Stays in sight, whatever has happened since. */
function overriding({ trigger }: ReleaseRecord, columns: number, paint: Paints): readonly string[] {
  const alarms = overriddenAlarms(trigger);
  if (trigger.kind !== 'operator' || alarms.length === 0) return [];
  const text = `${shortName(trigger.actor)} overrides ${alarms.join(', ')}: ${trigger.reason}`;
  return [paint.yellow(clip(text, columns))];
}

const block = (lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [...lines, ''];

function nextLines(
  release: ReleaseState,
  now: Instant,
  columns: number,
  paint: Paints,
): readonly string[] {
  const { text, command } = whatNext(release, now);
  const label = 'endedAt' in release.record ? 'end ' : 'next';
  return [
    ...(text === '' ? [] : [`${paint.bold(label)}  ${clip(text, columns - 6)}`]),
    ...(command === undefined ? [] : [`      ${paint.cyan(command)}`]),
  ];
}

/** What decided, where nothing is judged any more. */
function lastVerdict(events: readonly ReleaseEvent[]): Verdict | null {
  const judged = events.findLast((event) => event.type === 'bake.judged');
  return judged?.type === 'bake.judged' ? judged.verdict : null;
}
