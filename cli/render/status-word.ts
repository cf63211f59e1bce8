/** The colour of a status: green serves, yellow moves or waits, red went back. */
import type { ReleaseStatus } from '../../core/release/record.ts';
import type { Paints } from './paint.ts';

type Tone = Exclude<keyof Paints, 'bold'>;

const tones: Readonly<Record<ReleaseStatus, Tone>> = {
  RECEIVED: 'cyan',
  QUEUED: 'cyan',
  BUILDING: 'cyan',
  GATED: 'yellow',
  PREPARING: 'cyan',
  CHECKING: 'cyan',
  CANARY: 'cyan',
  BAKING: 'cyan',
  PROMOTING: 'cyan',
  GUARDING: 'cyan',
  ROLLING_BACK: 'red',
  PROMOTED: 'green',
  ROLLED_BACK: 'red',
  FAILED_SAFE: 'red',
  REJECTED: 'red',
  SUPERSEDED: 'dim',
  IGNORED: 'dim',
  CANCELLED: 'dim',
};

export function statusWord(status: ReleaseStatus, paint: Paints): string {
  return paint[tones[status]](status);
}
