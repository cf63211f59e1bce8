// Where a law here says less than one could wish, and why.

export interface Bound {
  readonly law: string;
  readonly wish: string;
  readonly here: string;
  readonly why: string;
}

export const bounds: readonly Bound[] = [
  {
    law: 'I7',
    wish: 'While a release moves, hold and page as soon as the image to go back to is gone.',
    here: 'No release reaches users that begins its checks after the image is gone.',
    why: 'The old tasks run and are what a rollback needs first; the preflight looks at the image once. A rollback that finds nothing to go back to pages.',
  },
  {
    law: 'I14',
    wish: '180 s with any single fault.',
    here: 'The same, where a fault is one call, event, run or datum; of several, 180 s from the healing. The steps of a gradual rollback come on top.',
    why: 'Several faults may be an outage of everything that could take the traffic away. An outage of the load balancer alone is judged from its end: 60 s.',
  },
  {
    law: 'I16',
    wish: 'After a death: no users and an ended record within 120 s, six minutes without the event.',
    here: 'The same, and the steps of a gradual rollback on top; where something else failed as well, six minutes from the healing.',
    why: 'The sweep looks every minute and works in the same failing world.',
  },
  {
    law: 'I18',
    wish: 'A notice within 60 s of the healing.',
    here: '85 s.',
    why: 'The sweep begins each minute, and then has to read what is owed and to send it.',
  },
  {
    law: 'I23',
    wish: 'At most K services shift at once, and forward calls use 70 % of a limit.',
    here: 'Deployments begin half a second apart at least. Calls for each release and minute are bounded, and workloads show each API against its limit.',
    why: 'What begins apart stays apart: no K has to be kept, or given back by those who die. Rollbacks wait for no turn.',
  },
  {
    law: 'I24',
    wish: 'No start and no rise while a freeze is on.',
    here: 'No start; what has entered goes on. A pause holds each rise.',
    why: 'A freeze is meant to let what moves end: half a canary is no state in which to leave a service.',
  },
];
