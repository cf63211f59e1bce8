// One ledger event as a line that a person reads. Every text from outside stays text.
import { quantity } from '../core/analysis/quantity.ts';
import { shortName } from '../core/operate/identity.ts';
import type { Evidence, ReleaseEvent } from '../core/release/event.ts';
import { overriddenAlarms } from '../core/release/overridden-alarms.ts';
import { plainReason } from './plain-reason.ts';

export interface Line {
  readonly title: string;
  readonly detail: string;
  readonly tone: 'plain' | 'good' | 'bad' | 'wait' | 'moving';
}

export function describeEvent(event: ReleaseEvent): Line {
  const described = describeBack(event) ?? describeForward(event);
  return { ...described, detail: plainReason(described.detail) };
}

const line = (title: string, detail = '', tone: Line['tone'] = 'plain'): Line => ({
  title,
  detail,
  tone,
});

function describeForward(event: ReleaseEvent): Line {
  switch (event.type) {
    case 'release.received':
      return received(event);
    case 'release.admitted':
      return line('Admitted', `plan ${short(event.planHash)}, until ${event.deadlineAt}`);
    case 'release.started':
      return line('Took the lane', `epoch ${event.epoch}`);
    case 'artifact.built':
      return line('Image built', event.artifact.digest ?? '');
    case 'artifact.verified':
      return line('Image verified', facts(event.evidence));
    case 'environment.entered':
      return line(`Entered ${event.environment}`);
    case 'gate.waiting':
      return line(`Waits at the ${event.gate} gate`, `until ${event.expiresAt}`, 'wait');
    case 'gate.opened':
      return line('Gates open', event.gate);
    case 'deployment.started':
      return line('Deployment started', event.deploymentId);
    case 'checks.started':
      return line('Checks started');
    case 'check.passed':
      return line(`Check ${event.check} passed`, facts(event.evidence), 'good');
    case 'weight.requested':
      return line(`Asked for ${event.weightPercent} %`, `phase ${event.phase + 1}`);
    case 'weight.verified':
      return line(`${event.weightPercent} % of users`, 'read back at the load balancer', 'moving');
    case 'bake.judged':
      return judged(event);
    case 'bake.shortened':
      return line('Bake cut short', event.reason, 'moving');
    case 'promotion.started':
      return line(`Handing over in ${event.environment}`);
    case 'promotion.verified':
      return line('100 % of users', 'read back at the load balancer', 'moving');
    case 'environment.promoted':
      return line(`Promoted in ${event.environment}`, '', 'good');
    case 'release.promoted':
      return line('Promoted', 'in every environment', 'good');
    default:
      return line(event.type);
  }
}

function describeBack(event: ReleaseEvent): Line | undefined {
  switch (event.type) {
    case 'rollback.started':
      return line('Rollback decided', event.reason, 'bad');
    case 'weight.lowered':
      return line(`Lowered to ${event.weightPercent} %`, '', 'bad');
    case 'traffic.withdrawn':
      return line('0 % of users', 'read back at the load balancer', 'good');
    case 'rollback.completed':
      return line('Rolled back', facts(event.evidence), 'bad');
    case 'rollback.stranded':
      return line('Needs a person', event.reason, 'bad');
    case 'release.ignored':
      return line('Ignored', event.reason);
    case 'release.rejected':
      return line('Refused', event.reason, 'bad');
    case 'release.superseded':
      return line('Superseded', `by ${event.byReleaseId}`);
    case 'release.approved':
      return line('Approved', event.phase === null ? event.environment : phaseOf(event), 'good');
    case 'release.held':
      return line('Held', event.reason, 'wait');
    case 'release.resumed':
      return line('Resumed', event.reason);
    case 'release.cancelled':
      return line('Cancelled', event.reason, 'bad');
    case 'intent.recorded':
      return line('Intends', event.call);
    case 'notice.sent':
      return line('Told people', event.topic);
    case 'note.added':
      return line('Note', withFacts(event.text));
    default:
      return undefined;
  }
}

function received({
  artifact,
  trigger,
}: Extract<ReleaseEvent, { readonly type: 'release.received' }>): Line {
  const title = `Received ${artifact.version}`;
  const alarms = overriddenAlarms(trigger);
  if (trigger.kind !== 'operator' || alarms.length === 0) return line(title, `by ${trigger.kind}`);
  const detail = `${shortName(trigger.actor)} overrides ${alarms.join(', ')}: ${trigger.reason}`;
  return line(title, detail, 'wait');
}

function judged({
  verdict,
  complete,
}: Extract<ReleaseEvent, { readonly type: 'bake.judged' }>): Line {
  if (verdict.outcome === 'fail') return line('Breach', verdict.reason, 'bad');
  if (verdict.outcome === 'inconclusive') return line('Inconclusive', verdict.reason, 'wait');
  const measured = verdict.findings
    .filter(({ metric, value }) => value !== null && !metric.startsWith('alarm '))
    .map(({ metric, value, unit }) => `${metric} ${quantity(value ?? 0, unit)}`)
    .join(', ');
  const title = complete ? 'Bake complete' : 'Judged: pass';
  return line(title, measured === '' ? verdict.reason : measured, 'good');
}

const phaseOf = ({ environment, phase }: { environment: string; phase: number | null }) =>
  `${environment}, phase ${(phase ?? 0) + 1}`;

const facts = (evidence: Evidence): string =>
  Object.entries(evidence)
    .map(([name, value]) => `${name} ${name === 'digest' ? short(String(value)) : String(value)}`)
    .join(', ');

/** Evidence at the end of a note, where it stands as JSON. */
function withFacts(text: string): string {
  const [, before = '', json = ''] = /^([^{]*)(\{.*\})$/.exec(text) ?? [];
  try {
    return json === '' ? text : before + facts(JSON.parse(json));
  } catch {
    return text;
  }
}

const short = (hash: string): string => (hash.length > 19 ? `${hash.slice(0, 19)}…` : hash);
