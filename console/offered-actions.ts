// Which decisions make sense for a release as it stands, and what each will do. The backend has the last word.
import type { ReleaseAction } from '../core/contract/decision.ts';
import type { ReleaseRecord } from '../core/release/record.ts';
import { deployedStatuses, isTerminal, isUntouched } from '../core/release/transitions.ts';

export interface OfferedAction {
  readonly action: ReleaseAction;
  readonly label: string;
  /** What will happen, before it happens. */
  readonly consequence: string;
  /** `advance`: users get more of it. `careful`: it stops something. `danger`: it takes users away from it. */
  readonly tone: 'advance' | 'careful' | 'danger';
}

type Standing = Pick<ReleaseRecord, 'status' | 'hold' | 'waitingFor' | 'shortened'>;

export function offeredActions(record: Standing): readonly OfferedAction[] {
  return table.filter(({ when }) => when(record)).map(({ when: _, ...offered }) => offered);
}

const isDeployed = ({ status }: Standing) => deployedStatuses.some((known) => known === status);
const isForward = ({ status }: Standing) => !isTerminal(status) && status !== 'ROLLING_BACK';
const waitsForApproval = (record: Standing) =>
  record.waitingFor === 'approval' && isForward(record);

const table: readonly (OfferedAction & { readonly when: (record: Standing) => boolean })[] = [
  {
    action: 'approve',
    label: 'Approve',
    consequence: 'The gate opens for this image under this plan, and the release goes on.',
    tone: 'advance',
    when: waitsForApproval,
  },
  {
    action: 'reject',
    label: 'Reject',
    consequence: 'The release ends here. What was deployed is taken back.',
    tone: 'danger',
    when: waitsForApproval,
  },
  {
    action: 'resume',
    label: 'Resume',
    consequence: 'The hold is lifted; the release goes on from where it stands.',
    tone: 'advance',
    when: (record) => record.hold !== null && isForward(record),
  },
  {
    action: 'promote',
    label: 'Promote now',
    consequence: 'The rest of this bake is skipped once the judge finds nothing against it.',
    tone: 'advance',
    when: ({ status, hold, shortened }) =>
      (status === 'BAKING' || status === 'GUARDING') && hold === null && shortened === null,
  },
  {
    action: 'pause',
    label: 'Pause',
    consequence: 'The share stays as it is. It is still judged, and a breach still rolls back.',
    tone: 'careful',
    when: (record) => record.hold === null && isForward(record),
  },
  {
    action: 'abort',
    label: 'Abort',
    consequence:
      'The version before gets all traffic back at once. This image may be released again.',
    tone: 'danger',
    when: isDeployed,
  },
  {
    action: 'abort',
    label: 'Cancel',
    consequence: 'The release ends. Nothing has been deployed, so nothing is taken back.',
    tone: 'danger',
    when: ({ status, waitingFor }) => isUntouched(status) && waitingFor !== 'approval',
  },
  {
    action: 'rollback',
    label: 'Roll back',
    consequence: 'The version promoted before this one is released again, without queue and bakes.',
    tone: 'danger',
    when: ({ status }) => status === 'PROMOTED',
  },
];
