/** What an event is worth telling, and the facts of the message. Most events tell nobody. */
import type { Verdict } from '../analysis/verdict.ts';
import { secondsBetween } from '../contract/instant.ts';
import type { EventOf, ReleaseEvent } from '../release/event.ts';
import { overriddenAlarms } from '../release/overridden-alarms.ts';
import type { ReleaseRecord } from '../release/record.ts';
import type { Command, NoticeFacts, NoticeKind, Serving, Severity } from './notice.ts';
import { oneLine, shellWord } from './plain-text.ts';

export interface NoticeContext {
  /** The record after the event. */
  readonly record: ReleaseRecord;
  /** What the load balancer was last seen to serve, in the environment of the event. */
  readonly serving: readonly Serving[];
  /** The verdict that decided, where one did. */
  readonly verdict: Verdict | null;
}

/** Undefined for what concerns nobody outside. Each terminal event gives exactly one notice. */
export function noticeFacts(event: ReleaseEvent, context: NoticeContext): NoticeFacts | undefined {
  const news = newsOf(event, context.record);
  if (news === undefined) return undefined;
  const { record, serving, verdict } = context;
  const clean = (text: string): string => oneLine(text, reasonLengthMax);
  return {
    kind: news.kind,
    severity: severityOf(event, news.kind, record),
    releaseId: record.releaseId,
    service: record.service,
    version: clean(record.artifact.version),
    digest: record.artifact.digest ?? 'not built yet',
    environment: 'environment' in event ? event.environment : environmentOf(record),
    at: event.at,
    what: clean(news.what),
    why: clean(news.why),
    evidence: evidenceOf(news.kind, verdict).map((finding) => ({
      ...finding,
      metric: clean(finding.metric),
      reason: clean(finding.reason),
    })),
    done: clean(news.done),
    serving: serving.map(({ version, weightPercent }) => ({
      version: clean(version),
      weightPercent,
    })),
    next: commandsFor(news.kind, record),
  };
}

/** Beyond this nobody reads on; the ledger has all of it. */
const reasonLengthMax = 500;

const severities: Readonly<Record<NoticeKind, Severity>> = {
  started: 'info',
  'approval-wanted': 'action',
  held: 'problem',
  promoted: 'info',
  'rolled-back': 'problem',
  'failed-safe': 'problem',
  rejected: 'action',
  superseded: 'info',
  ignored: 'info',
  cancelled: 'info',
};

/** A person's own pause needs nobody else. What starts while an alarm is up concerns whoever answers that alarm. */
function severityOf(event: ReleaseEvent, kind: NoticeKind, { trigger }: ReleaseRecord): Severity {
  if (event.type === 'release.held' && !event.needsPerson) return 'info';
  if (event.type === 'release.started' && overriddenAlarms(trigger).length > 0) return 'problem';
  return severities[kind];
}

interface News {
  readonly kind: NoticeKind;
  readonly what: string;
  readonly why: string;
  readonly done: string;
}

function newsOf(event: ReleaseEvent, record: ReleaseRecord): News | undefined {
  const name = `${record.service} ${record.artifact.version}`;
  switch (event.type) {
    case 'release.started':
      return news(
        'started',
        `${name} is on its way${overriding(record)}`,
        triggerText(record),
        'the service is reserved for it',
      );
    case 'gate.waiting':
      return event.gate === 'approval' ? wanted(event, name) : undefined;
    case 'release.held':
      return news(
        'held',
        `${name} is held`,
        event.reason,
        'it stays where it is; going back still works',
      );
    case 'release.promoted':
      return news(
        'promoted',
        `${name} is promoted`,
        `the plan is done in ${record.promotedIn.join(', ')}${overriding(record)}`,
        'read back at the load balancer',
      );
    case 'rollback.completed':
      return rolledBack(event, record, name);
    case 'rollback.stranded':
      return news(
        'failed-safe',
        `${name} needs a person in ${event.environment}`,
        event.reason,
        'everything that a machine may do has been done',
      );
    case 'release.rejected':
      return news('rejected', `${name} was refused`, event.reason, 'nothing was half done');
    case 'release.superseded':
      return news(
        'superseded',
        `${name} gave way to a newer version`,
        `release ${event.byReleaseId} is newer`,
        'nothing was half done',
      );
    case 'release.ignored':
      return news('ignored', `${name} was not released`, event.reason, 'nothing was half done');
    case 'release.cancelled':
      return news(
        'cancelled',
        `${name} was cancelled by ${event.actor}`,
        event.reason,
        'nothing was half done',
      );
    default:
      return undefined;
  }
}

function wanted({ environment, expiresAt }: EventOf<'gate.waiting'>, name: string): News {
  const what = `${name} wants approval for ${environment}`;
  return news(
    'approval-wanted',
    what,
    `a gate asks a person, until ${expiresAt}`,
    'the release waits',
  );
}

/** Claims only what the ledger holds: when the last user was gone, and whether the image is barred. */
function rolledBack(
  { environment, evidence }: EventOf<'rollback.completed'>,
  record: ReleaseRecord,
  name: string,
): News | undefined {
  if (record.status !== 'ROLLED_BACK') return undefined;
  const { reason, startedAt, trafficZeroAt } = record;
  const seconds = Math.round(secondsBetween(startedAt, trafficZeroAt));
  const barred = evidence['quarantined'] === true ? '; the image is quarantined' : '';
  const done = `at 0 % since ${trafficZeroAt}, ${seconds} s after the decision, read back${barred}`;
  return news('rolled-back', `${name} was rolled back in ${environment}`, reason, done);
}

function news(kind: NoticeKind, what: string, why: string, done: string): News {
  return { kind, what, why, done };
}

function triggerText({ trigger }: ReleaseRecord): string {
  switch (trigger.kind) {
    case 'push':
      return 'its image was pushed';
    case 'reconcile':
      return 'its image was found; the event of the push never came';
    case 'operator':
      return `${trigger.actor} asked for it: ${trigger.reason}`;
    case 'rollback':
      return `it replaces release ${trigger.ofReleaseId}: ${trigger.reason}`;
  }
}

/** ` although spillway/...`: said where it begins, and where it ended well. Who and why is in the reason. */
function overriding({ trigger }: ReleaseRecord): string {
  const alarms = overriddenAlarms(trigger);
  return alarms.length === 0 ? '' : `, overriding ${alarms.join(', ')}`;
}

function environmentOf(record: ReleaseRecord): string {
  return 'environment' in record ? record.environment : (record.promotedIn.at(-1) ?? 'none');
}

/** Numbers belong to a refusal; a promotion needs none. */
function evidenceOf(kind: NoticeKind, verdict: Verdict | null): Verdict['findings'] {
  if (verdict === null || (kind !== 'rolled-back' && kind !== 'failed-safe' && kind !== 'held'))
    return [];
  return verdict.findings
    .filter(({ outcome }) => outcome === verdict.outcome)
    .slice(0, evidenceMax);
}

const evidenceMax = 5;

function commandsFor(kind: NoticeKind, { releaseId, service }: ReleaseRecord): readonly Command[] {
  const id = shellWord(releaseId);
  const look = { purpose: 'look at it', command: `spillway status ${id}` };
  const more: Readonly<Partial<Record<NoticeKind, readonly Command[]>>> = {
    'approval-wanted': [
      { purpose: 'approve', command: `spillway approve ${id}` },
      { purpose: 'reject', command: `spillway reject ${id}` },
    ],
    held: [
      { purpose: 'go on', command: `spillway resume ${id}` },
      { purpose: 'go back', command: `spillway abort ${id}` },
    ],
    started: [{ purpose: 'follow it', command: `spillway watch ${id}` }],
    promoted: [{ purpose: 'go back', command: `spillway rollback ${shellWord(service)}` }],
    'rolled-back': [
      {
        purpose: 'compare with earlier releases',
        command: `spillway history ${shellWord(service)}`,
      },
    ],
    'failed-safe': [
      { purpose: 'stop further releases', command: `spillway freeze ${shellWord(service)}` },
      { purpose: 'find a good version', command: `spillway history ${shellWord(service)}` },
    ],
  };
  return [look, ...(more[kind] ?? [])];
}
