/** Facts as subject, plain text, chat message and attributes; every length bounded, every input escaped. */
import { quantity } from '../analysis/quantity.ts';
import type { Finding } from '../analysis/verdict.ts';
import type { ReleaseEvent } from '../release/event.ts';
import type { ReleaseRecord } from '../release/record.ts';
import type { ChatNotification, Notice, NoticeFacts, Serving } from './notice.ts';
import { type NoticeContext, noticeFacts } from './notice-facts.ts';
import { ascii, chatCode, chatEscape, oneLine, shorten } from './plain-text.ts';

/** SNS: fewer than 100 characters of ASCII, on one line. */
const subjectLengthMax = 99;
/** SNS takes 262,144 bytes; a page of text is what people read. */
const textLengthMax = 8000;
const chatTitleLengthMax = 250;
const chatTextLengthMax = 4000;

export function renderNotice(event: ReleaseEvent, context: NoticeContext): Notice | undefined {
  const facts = noticeFacts(event, context);
  if (facts === undefined) return undefined;
  const id = `${facts.releaseId}-${event.sequence}`;
  return {
    id,
    topics: wakesSomebody(facts, context.record) ? ['releases', 'on-call'] : ['releases'],
    subject: subjectOf(facts),
    text: textOf(facts),
    chat: chatOf(facts, id),
    json: facts,
    attributes: {
      kind: facts.kind,
      severity: facts.severity,
      service: ascii(facts.service, 64),
      environment: ascii(facts.environment, 64),
    },
  };
}

/** Environments before the last are there to fail in: their problems are read in the morning. */
function wakesSomebody(
  { severity, environment }: NoticeFacts,
  { admission }: ReleaseRecord,
): boolean {
  const before = admission?.environments.slice(0, -1) ?? [];
  return severity === 'problem' && !before.includes(environment);
}

const marks = { info: 'INFO', action: 'ACTION', problem: 'PROBLEM' } as const;

/** Begins with a letter, as SNS demands, whatever the service is called. */
function subjectOf({ severity, what, why }: NoticeFacts): string {
  const whole = severity === 'problem' ? `${what}: ${why}` : what;
  return ascii(`${marks[severity]} ${whole}`, subjectLengthMax);
}

function textOf(facts: NoticeFacts): string {
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['What', [`${facts.what}, ${facts.at}`]],
    ['Where', [`service ${facts.service}, environment ${facts.environment}`]],
    ['Version', [`${facts.version}, image ${facts.digest}`]],
    ['Why', [facts.why, ...facts.evidence.map(evidenceLine)]],
    ['Done', [facts.done]],
    ['Serving now', [servingText(facts.serving)]],
    ['Next', facts.next.map(({ purpose, command }) => `${purpose}: ${command}`)],
  ];
  const body = sections.map(
    ([title, lines]) => `${title}\n${lines.map((l) => `  ${l}`).join('\n')}`,
  );
  return shorten(`${body.join('\n\n')}\n`, textLengthMax);
}

function evidenceLine({ metric, value, threshold, unit, window, sampleCount }: Finding): string {
  const measured = value === null ? 'no value' : quantity(value, unit);
  const limit = quantity(threshold, unit);
  return `${metric}: ${measured}, limit ${limit}, ${window.from} to ${window.to}, ${sampleCount} samples`;
}

function servingText(serving: readonly Serving[]): string {
  if (serving.length === 0) return 'could not be read';
  return serving.map(({ version, weightPercent }) => `${version} ${weightPercent} %`).join(', ');
}

function chatOf(facts: NoticeFacts, id: string): ChatNotification {
  const { kind, releaseId, service, version, environment, what, why, done, evidence, next } = facts;
  const lines = [
    `*Where* ${chatCode(service)} in ${chatCode(environment)}`,
    `*Version* ${chatCode(version)}`,
    `*Why* ${chatCode(why)}`,
    ...evidence.map((finding) => `- ${chatCode(evidenceLine(finding))}`),
    `*Done* ${chatEscape(done)}`,
    `*Serving now* ${chatCode(servingText(facts.serving))}`,
  ];
  return {
    version: '1.0',
    source: 'custom',
    id,
    content: {
      textType: 'client-markdown',
      title: shorten(unformatted(what), chatTitleLengthMax),
      description: joinWithin(lines, chatTextLengthMax),
      nextSteps: next.map(({ purpose, command }) => `${purpose}: ${chatCode(command)}`),
      keywords: [kind, facts.severity].map((word) => oneLine(word, 64)),
    },
    metadata: {
      threadId: releaseId,
      summary: shorten(unformatted(what), chatTitleLengthMax),
      eventType: kind,
      relatedResources: [],
      additionalContext: { releaseId },
    },
  };
}

/** Where no code span is possible, what chat programs format or link with is taken out. */
function unformatted(text: string): string {
  return text.replace(/[`*~|[\]<>&]/g, "'");
}

/** Whole lines only: half a line could be half an escape. */
function joinWithin(lines: readonly string[], lengthMax: number): string {
  const kept: string[] = [];
  let length = 0;
  for (const line of lines) {
    length += line.length + 1;
    if (length > lengthMax) break;
    kept.push(line);
  }
  return kept.join('\n');
}
