/** Who was told of a hold: a person's own pause wakes nobody, and no pause hides that somebody is needed. */
import type { ReleaseRecord } from './record.ts';

export const isPersonTold = ({ hold }: Pick<ReleaseRecord, 'hold'>): boolean =>
  hold?.needsPerson === true;
