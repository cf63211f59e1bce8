/** A rehearsal as a person reads it: the course of each release, what users suffered, how fast, what it cost. */
import type { RehearsalReport, ReleaseReport } from '../../rehearsal/report.ts';
import { type Paints, paints } from './paint.ts';
import { safeText } from './safe-text.ts';
import { renderTable } from './table.ts';

export interface Terminal {
  readonly colour: boolean;
  readonly columns: number;
}

const BAR_WIDTH = 25;
const DENIED_SHOWN = 5;

export function renderRehearsal(report: RehearsalReport, { colour }: Terminal): string {
  const paint = paints(colour);
  const head = `${paint.bold(report.scenario)}  seed ${report.seed}, ${clock(report.virtualSeconds)} of virtual time in ${(report.wallMs / 1000).toFixed(1)} s`;
  const releases = report.releases.map((release) => renderRelease(release, paint));
  const body = releases.length === 0 ? ['no release was made'] : releases;
  return `${[head, ...body, renderNotices(report, paint), renderIam(report, paint)].filter((part) => part !== '').join('\n\n')}\n`;
}

function renderRelease(release: ReleaseReport, paint: Paints): string {
  const { service, version, outcome, environment, reason } = release;
  const title = `${paintOutcome(outcome, paint)}  ${paint.bold(`${service} ${safeText(version)}`)}${outcome === 'PROMOTED' ? '' : ` in ${environment}`}`;
  const why = reason === '' ? [] : [`  ${safeText(reason)}`];
  return [title, ...why, '', renderCourse(release, paint), renderFacts(release)].join('\n');
}

function paintOutcome(outcome: string, paint: Paints): string {
  if (outcome === 'PROMOTED') return paint.green(outcome);
  return outcome === 'ROLLED_BACK' ? paint.red(outcome) : paint.yellow(outcome);
}

/** The share of the new version over time: one line for each change. */
function renderCourse({ weights }: ReleaseReport, paint: Paints): string {
  // Where the overlay goes and the engine's own switch comes, a share lasts for less than a second.
  const lasting = weights.filter(
    ({ at, environment }, index) =>
      weights[index + 1]?.environment !== environment ||
      weights[index + 1]?.at.slice(0, 19) !== at.slice(0, 19),
  );
  const rows = lasting.map(({ at, weight, environment }) => {
    const filled = Math.round((weight / 100) * BAR_WIDTH);
    const bar = `${paint.cyan('#'.repeat(filled))}${paint.dim('.'.repeat(BAR_WIDTH - filled))}`;
    return [`  ${at.slice(11, 19)}`, environment, `${weight} %`, bar];
  });
  return rows.length === 0 ? '  no user ever reached it\n' : renderTable(rows, { right: [2] });
}

function renderFacts(release: ReleaseReport): string {
  const { requests, badRequests, trafficZeroAt, breachVisibleAt, alarmAt, costUsd } = release;
  const from = breachVisibleAt ?? alarmAt;
  const rows = [
    ['  users of it', `${requests} requests, ${badRequests} bad`],
    ...(trafficZeroAt === null || from === null
      ? []
      : [['  breach visible to 0 %', `${seconds(from, trafficZeroAt)} s`]]),
    [
      '  work',
      `${release.stateTransitions} transitions, ${release.lambdaInvocations} function calls, ${release.apiCalls} API calls`,
    ],
    ['  cost', `$${costUsd.toFixed(4)}`],
  ];
  return renderTable(rows).trimEnd();
}

const seconds = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 1000);

function renderNotices({ notices }: RehearsalReport, paint: Paints): string {
  if (notices.length === 0) return '';
  const rows = notices.map(({ topic, subject, at }) => [
    `  ${at.slice(11, 19)}`,
    topic,
    safeText(subject),
  ]);
  return `${paint.bold('people were told')}\n${renderTable(rows).trimEnd()}`;
}

function renderIam({ iam }: RehearsalReport, paint: Paints): string {
  const idle = new Set(
    iam.unused.flatMap(({ actions, role }) => actions.map((action) => `${role} ${action}`)),
  );
  const unused =
    idle.size === 0
      ? []
      : [`  ${idle.size} were granted and not used this time; --json lists them`];
  if (iam.denied.length === 0) {
    return [`${paint.bold('permissions')}  none was missing`, ...unused].join('\n');
  }
  const lines = iam.denied
    .slice(0, DENIED_SHOWN)
    .map(({ action, role }) => `  ${paint.red(action)} for ${role.split('/').at(-1)}`);
  return [`${paint.bold('permissions')}  ${iam.denied.length} missing`, ...lines, ...unused].join(
    '\n',
  );
}

/** `1h 05m` */
function clock(total: number): string {
  const [hours, minutes] = [Math.floor(total / 3600), Math.floor((total % 3600) / 60)];
  return hours > 0 ? `${hours}h ${String(minutes).padStart(2, '0')}m` : `${minutes}m`;
}
