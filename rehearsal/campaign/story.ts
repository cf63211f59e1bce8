// A history told so that a person can follow it: what happened when, one line for each stroke.
import { assertNever } from '../../core/assert.ts';
import type { FaultRule } from '../../twin/kernel/faults.ts';
import type { History, Stroke } from './history.ts';

export const tell = ({ strokes, healMs }: History): readonly string[] => [
  ...[...strokes]
    .sort((a, b) => a.atMs - b.atMs)
    .map((stroke) => `${momentOf(stroke)}  ${deedOf(stroke)}`),
  `${clock(healMs)}  from now on nothing fails`,
];

const momentOf = ({ atMs, upon }: Stroke): string =>
  upon === undefined
    ? clock(atMs)
    : `${atMs} ms after ${upon.caller} has called ${upon.operation} for time ${upon.nth}`;

function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const parts = [seconds / 3600, (seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');
}

function deedOf(stroke: Stroke): string {
  switch (stroke.do) {
    case 'push':
      return `${stroke.version} is pushed: ${stroke.kind.replace('version.', '')} ${brief(stroke.behaviour)}`.trim();
    case 'push-again':
      return `the image of ${stroke.version} is pushed again, under another tag`;
    case 'fault':
      return `for ${clock(stroke.forMs)}: ${ruleOf(stroke.rule)}`;
    case 'stop-execution':
      return `somebody stops what runs of ${stroke.machine}`;
    case 'crash':
      return `${stroke.count} tasks crash`;
    case 'capacity':
      return `for ${clock(stroke.forMs)} there is room for ${stroke.tasks} tasks`;
    case 'traffic':
      return `for ${clock(stroke.forMs)} there are ${stroke.requestsPerSecond} requests a second`;
    case 'raise-alarm':
      return `somebody sets the alarm ${stroke.alarm}`;
    case 'delete-image':
      return `the image of ${stroke.version} is deleted`;
    case 'edit-weights':
      return `somebody edits the weights to ${stroke.weight} %`;
    case 'decide':
      return `${stroke.person} decides: ${stroke.action}`;
    case 'roll-back':
      return 'rita rolls the service back';
    case 'release':
      return `rita asks for a release of ${stroke.version}${overridingOf(stroke.overriding)}`;
    case 'repair':
      return `rita pushes ${stroke.version}, and releases it overriding whatever is up`;
    case 'freeze':
      return `frida freezes the service for ${clock(stroke.forMs)}`;
    default:
      return assertNever(stroke);
  }
}

const overridingOf = (named: readonly string[] = []): string =>
  named.length === 0 ? '' : `, overriding ${named.join(', ')}`;

/** `call lostAfter (service dynamodb, probability 0.1)` */
function ruleOf({ hook, fault, ...limits }: FaultRule): string {
  const told = Object.entries(limits)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(
      ([name, value]) => `${name} ${typeof value === 'number' ? Number(value.toFixed(3)) : value}`,
    );
  return `${hook} ${fault}${told.length === 0 ? '' : ` (${told.join(', ')})`}`;
}

const brief = (behaviour: object): string =>
  Object.keys(behaviour).length === 0 ? '' : JSON.stringify(behaviour);
