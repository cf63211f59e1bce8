// Histories that broke a law once, and what they taught. None is ever taken out.
import type { Mix } from '../../rehearsal/campaign/history.ts';

export interface Regression {
  readonly seed: number;
  readonly mix: Mix;
  readonly law: string;
  readonly story: string;
}

export const regressions: readonly Regression[] = [
  {
    seed: 1014,
    mix: 'hostile',
    law: 'I22',
    story: 'a release that was overtaken while it waited kept its place in the lane for ever',
  },
  {
    seed: 1016,
    mix: 'hostile',
    law: 'I22',
    story: 'a release that was aborted before it was deployed was deployed all the same',
  },
  {
    seed: 2033,
    mix: 'hostile',
    law: 'crash',
    story: 'work that failed after its execution was ended brought the twin down',
  },
  {
    seed: 2049,
    mix: 'hostile',
    law: 'crash',
    story: 'the answer to an ended release came when nobody waited for it',
  },
];
