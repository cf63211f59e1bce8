import { describe, expect, it } from 'vitest';
import { awsErrorNames, integrations } from '../aws-error-names.ts';
import { found, plant } from '../planted.ts';
import {
  errorNamesAreKnown,
  linesAreReadable,
  retriesNameErrors,
  statesHaveComments,
  tasksHaveTimeouts,
} from './state-machines.ts';

const goodTask = {
  Comment: 'Asks.',
  Type: 'Task',
  TimeoutSeconds: 60,
  Retry: [{ ErrorEquals: ['Spillway.Unavailable', 'States.Timeout'] }],
  Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B' }],
};

const machine = (state: object) =>
  plant({ 'statemachines/a.asl.json': JSON.stringify({ States: { A: state } }) });
const without = (field: keyof typeof goodTask) => ({ ...goodTask, [field]: undefined });
const retrying = (...names: string[]) => ({ ...goodTask, Retry: [{ ErrorEquals: names }] });

describe('a state machine', () => {
  it.each([
    ['a comment', statesHaveComments, without('Comment'), 'state A has no Comment'],
    [
      'words in its comment',
      statesHaveComments,
      { ...goodTask, Comment: ' ' },
      'state A has no Comment',
    ],
    [
      'a timeout on tasks',
      tasksHaveTimeouts,
      without('TimeoutSeconds'),
      'state A has no TimeoutSeconds',
    ],
    [
      'names in its retries',
      retriesNameErrors,
      retrying(),
      'state A retries without naming the errors',
    ],
    [
      'more than a wildcard',
      retriesNameErrors,
      retrying('States.ALL'),
      'state A retries without naming the errors',
    ],
    [
      'errors of the contract',
      errorNamesAreKnown,
      retrying('Spillway.Unavailible'),
      'state A names an error that nobody raises: Spillway.Unavailible',
    ],
    [
      'errors of the contract to fail with',
      errorNamesAreKnown,
      { Comment: 'Ends.', Type: 'Fail', Error: 'Oops' },
      'state A names an error that nobody raises: Oops',
    ],
  ])('needs %s', (_, rule, state, message) => {
    expect(found(rule, machine(goodTask))).toEqual([]);
    expect(found(rule, machine(state))).toEqual([`statemachines/a.asl.json:1 ${message}`]);
  });

  it.each([
    ['Map', { ItemProcessor: { States: { B: without('Comment') } } }],
    ['Parallel', { Branches: [{ States: { B: without('Comment') } }] }],
  ])('is read inside of %s', (Type, fields) => {
    expect(found(statesHaveComments, machine({ Comment: 'Each.', Type, ...fields }))).toEqual([
      'statemachines/a.asl.json:1 state B has no Comment',
    ]);
  });
});

describe('names of AWS errors', () => {
  it.each(integrations)('of $prefix are modelled by $sdk', async ({ sdk, modelled }) => {
    const module: Readonly<Record<string, unknown>> = await import(sdk);
    expect(modelled.filter((name) => typeof module[name] !== 'function')).toEqual([]);
  });

  it('are listed once', () => {
    expect(new Set(awsErrorNames).size).toBe(awsErrorNames.length);
  });
});

describe('a line of a state machine', () => {
  it.each([
    [320, []],
    [321, ['statemachines/a.asl.json:2 321 characters of 320 in a line']],
  ])('of %i characters', (length, findings) => {
    const text = `{\n${' '.repeat(length)}\n}`;
    expect(found(linesAreReadable, plant({ 'statemachines/a.asl.json': text }))).toEqual(findings);
  });
});
