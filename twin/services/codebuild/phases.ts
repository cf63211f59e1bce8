// The phases that a build of some length goes through, and how each ends.
import type { BuildPhaseType, StatusType } from '@aws-sdk/client-codebuild';
import type { BuildOutcome } from '../../host/peers.ts';

export interface PlannedPhase {
  readonly type: BuildPhaseType;
  readonly seconds: number;
  readonly status: StatusType;
  readonly message: string | undefined;
}

/** How the time of a build is shared out. The rest is for the commands of the BUILD phase. */
const SHARES: readonly (readonly [BuildPhaseType, number])[] = [
  ['SUBMITTED', 0],
  ['QUEUED', 0.01],
  ['PROVISIONING', 0.1],
  ['DOWNLOAD_SOURCE', 0.04],
  ['INSTALL', 0.1],
  ['PRE_BUILD', 0.05],
  ['BUILD', 0.6],
  ['POST_BUILD', 0.05],
  ['UPLOAD_ARTIFACTS', 0.03],
  ['FINALIZING', 0.02],
];
const DEFAULT_SECONDS = 90;

/** A build fails in BUILD, POST_BUILD still runs; one that takes too long ends where its time runs out. */
export function planPhases(
  { status, seconds = DEFAULT_SECONDS, message }: BuildOutcome,
  timeoutSeconds: number,
): readonly PlannedPhase[] {
  const phases = SHARES.map(([type, share]) => {
    const isCulprit = type === 'BUILD' && status !== 'SUCCEEDED';
    return {
      type,
      seconds: seconds * share,
      status: isCulprit ? status : 'SUCCEEDED',
      message: isCulprit ? (message ?? 'COMMAND_EXECUTION_ERROR') : undefined,
    } satisfies PlannedPhase;
  });
  return status === 'TIMED_OUT' || seconds > timeoutSeconds
    ? cutOff(phases, timeoutSeconds)
    : phases;
}

function cutOff(phases: readonly PlannedPhase[], timeoutSeconds: number): readonly PlannedPhase[] {
  const kept: PlannedPhase[] = [];
  let left = timeoutSeconds;
  for (const phase of phases) {
    if (phase.type === 'BUILD' || phase.seconds >= left) {
      kept.push({
        ...phase,
        seconds: left,
        status: 'TIMED_OUT',
        message: 'BUILD_TIMED_OUT: Build has timed out.',
      });
      break;
    }
    kept.push({ ...phase, status: 'SUCCEEDED', message: undefined });
    left -= phase.seconds;
  }
  return kept;
}

export const statusOf = (phases: readonly PlannedPhase[]): StatusType =>
  phases.find(({ status }) => status !== 'SUCCEEDED')?.status ?? 'SUCCEEDED';
