// How moments, stretches of time and states are said on the page.
import type { ReleaseStatus } from '../../core/release/record.ts';

export type Tone = 'plain' | 'moving' | 'good' | 'bad' | 'wait';

/** `14:03:12`, in UTC like everything in the ledger. */
export const clockTime = (instant: string): string => instant.slice(11, 19);
export const clockMinute = (instant: string): string => instant.slice(11, 16);
export const day = (instant: string): string => instant.slice(0, 10);

const units: readonly (readonly [string, number])[] = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
];

/** The two largest units that say something: `1 h 12 min`, `40 s`. */
export function stretch(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const start = units.findIndex(([, size]) => whole >= size);
  if (start < 0) return '0 s';
  const [[name, size] = ['s', 1], next] = units.slice(start);
  const rest = next === undefined ? 0 : Math.floor((whole % size) / next[1]);
  const head = `${Math.floor(whole / size)} ${name}`;
  return rest === 0 || next === undefined ? head : `${head} ${rest} ${next[0]}`;
}

export const secondsFrom = (from: string, to: string): number =>
  (Date.parse(to) - Date.parse(from)) / 1000;

export function ago(instant: string, now: string): string {
  const seconds = secondsFrom(instant, now);
  if (seconds < 5) return 'just now';
  if (seconds < 60) return `${Math.round(seconds)} s ago`;
  const [name, size] = units.find(([, length]) => seconds >= length) ?? ['s', 1];
  return `${Math.floor(seconds / size)} ${name} ago`;
}

const said: Readonly<Record<ReleaseStatus, readonly [string, Tone]>> = {
  RECEIVED: ['Received', 'moving'],
  QUEUED: ['Queued', 'plain'],
  BUILDING: ['Verifying image', 'moving'],
  GATED: ['At the gate', 'moving'],
  PREPARING: ['Starting tasks', 'moving'],
  CHECKING: ['Checking', 'moving'],
  CANARY: ['Shifting', 'moving'],
  BAKING: ['Baking', 'moving'],
  PROMOTING: ['Handing over', 'moving'],
  GUARDING: ['On guard', 'moving'],
  ROLLING_BACK: ['Rolling back', 'bad'],
  PROMOTED: ['Promoted', 'good'],
  ROLLED_BACK: ['Rolled back', 'bad'],
  FAILED_SAFE: ['Needs a person', 'bad'],
  REJECTED: ['Refused', 'plain'],
  SUPERSEDED: ['Superseded', 'plain'],
  IGNORED: ['Ignored', 'plain'],
  CANCELLED: ['Cancelled', 'plain'],
};

export interface Standing {
  readonly status: ReleaseStatus;
  readonly hold: object | null;
  readonly waitingFor: string | null;
}

/** A hold or a question to a person matters more than where the release stands. */
export function sayStatus({ status, hold, waitingFor }: Standing): readonly [string, Tone] {
  const [text, tone] = said[status];
  if (status === 'ROLLING_BACK' || tone === 'good' || tone === 'plain') return [text, tone];
  if (tone === 'bad') return [text, tone];
  if (hold !== null) return ['Held', 'wait'];
  if (waitingFor === 'approval') return ['Wants approval', 'wait'];
  if (waitingFor === 'freeze') return ['Frozen', 'wait'];
  return waitingFor === null ? [text, tone] : [`Waits: ${waitingFor}`, tone];
}

/** `sha256:1f09ac24…`: enough to compare by eye. */
export const shortDigest = (digest: string | null): string =>
  digest === null ? 'not built yet' : `${digest.slice(0, 19)}…`;

/** `kim` of `arn:aws:sts::1234:assumed-role/operator/kim`. */
export const whoIs = (actor: string): string =>
  actor.startsWith('arn:') ? (actor.split('/').at(-1) ?? actor) : actor;
