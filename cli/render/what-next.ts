/** What a release waits for, and what a person can do about it. One sentence, and maybe a command. */
import { type Instant, secondsBetween } from '../../core/contract/instant.ts';
import { shortName } from '../../core/operate/identity.ts';
import type { PlannedEnvironment } from '../../core/plan/plan.ts';
import type { ReleaseRecord } from '../../core/release/record.ts';
import { isTerminal } from '../../core/release/transitions.ts';
import type { ReleaseState } from '../remote.ts';
import { shortDuration } from './clock.ts';

export interface Next {
  readonly text: string;
  readonly command?: string;
}

export function whatNext({ record, plan }: ReleaseState, now: Instant): Next {
  const { hold, releaseId } = record;
  if (isTerminal(record.status)) return ended(record);
  if (hold !== null && record.status !== 'ROLLING_BACK') {
    const text = `held by ${shortName(hold.by)}: ${hold.reason}`;
    return { text, command: `spillway resume ${releaseId}` };
  }
  const planned = plan?.environments.find(
    ({ name }) => 'environment' in record && name === record.environment,
  );
  if (record.waitingFor !== null) return waits(record);
  return onTheWay(record, planned, now);
}

function waits({ waitingFor, releaseId }: ReleaseRecord): Next {
  if (waitingFor !== 'approval') return { text: `waits for the gate: ${waitingFor}` };
  return { text: 'waits for an approval', command: `spillway approve ${releaseId}` };
}

function onTheWay(
  record: ReleaseRecord,
  planned: PlannedEnvironment | undefined,
  now: Instant,
): Next {
  switch (record.status) {
    case 'RECEIVED':
      return { text: 'it is being admitted' };
    case 'QUEUED':
      return { text: 'waits for the release that moves now' };
    case 'BUILDING':
      return { text: record.verified ? 'the first environment' : 'the image is being verified' };
    case 'GATED':
      return { text: `the gates before ${record.environment} are asked` };
    case 'PREPARING':
      return { text: 'the new tasks are being started' };
    case 'CHECKING':
      return { text: 'checks run against the new tasks' };
    case 'CANARY':
      return { text: `${record.weightPercent} % is being read back at the load balancer` };
    case 'BAKING': {
      const { bakeSeconds = 0 } = planned?.phases[record.phase] ?? {};
      const then = planned?.phases[record.phase + 1]?.weightPercent ?? 100;
      return baking(record, bakeSeconds, `${then} %`, now);
    }
    case 'PROMOTING':
      return { text: 'the engine switches to 100 %' };
    case 'GUARDING':
      return baking(record, planned?.guardSeconds ?? 0, 'the old version may go', now);
    case 'ROLLING_BACK':
      return {
        text:
          record.trafficZeroAt === null
            ? 'traffic is being taken away'
            : 'nobody uses it; proving it',
      };
    default:
      return { text: '' };
  }
}

function baking(
  record: Extract<ReleaseRecord, { readonly status: 'BAKING' | 'GUARDING' }>,
  wantedSeconds: number,
  then: string,
  now: Instant,
): Next {
  if (record.shortened !== null) {
    return { text: `${then}, as soon as the judge finds nothing against it` };
  }
  const leftSeconds = wantedSeconds - secondsBetween(record.verifiedAt, now);
  const when =
    leftSeconds > 0 ? `in ${shortDuration(leftSeconds)}` : 'once the evidence is complete';
  return { text: `${then} ${when}, unless a threshold is crossed` };
}

function ended(record: ReleaseRecord): Next {
  switch (record.status) {
    case 'PROMOTED':
      return { text: 'it serves everybody', command: `spillway rollback ${record.service}` };
    case 'ROLLED_BACK':
      return { text: `the version before serves again: ${record.reason}` };
    case 'FAILED_SAFE':
      return { text: `a person has to look: ${record.reason}` };
    case 'SUPERSEDED':
      return { text: `a newer release took its place: ${record.byReleaseId}` };
    default:
      return { text: 'reason' in record ? record.reason : '' };
  }
}
