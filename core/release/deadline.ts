/** Until when a release has to have ended: whoever has no plan yet has no deadline either. */
import { toEpochMs } from '../contract/instant.ts';
import type { ReleaseRecord } from './record.ts';

export const isOverdue = ({ admission }: ReleaseRecord, now: number): boolean =>
  admission !== null && now > toEpochMs(admission.deadlineAt);
