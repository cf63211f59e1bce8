import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type GraphState, readMachine } from '../../console/machine-graph.ts';

const folder = 'statemachines';
const files = readdirSync(folder).filter((file) => file.endsWith('.asl.json'));
const names = (states: readonly GraphState[]) => states.map(({ name }) => name);

describe('the graph of a machine', () => {
  it.each(files)('shows every state of %s once, the first one first', (file) => {
    const text = readFileSync(`${folder}/${file}`, 'utf8');
    const { StartAt, States, Comment } = JSON.parse(text);
    const graph = readMachine(text);
    expect(graph.comment).toBe(Comment);
    expect(names(graph.states).toSorted()).toEqual(Object.keys(States).toSorted());
    expect(names(graph.states)[0]).toBe(StartAt);
    expect(graph.states.filter(({ comment }) => comment === '')).toEqual([]);
  });

  const machine = (States: object) => JSON.stringify({ StartAt: 'A', States });

  it('reads from top to bottom: the way that goes well, then what leads aside', () => {
    const graph = readMachine(
      machine({
        A: { Type: 'Task', Next: 'B', Catch: [{ ErrorEquals: ['X'], Next: 'Failed' }] },
        B: { Type: 'Choice', Choices: [{ Next: 'Done' }], Default: 'Wait' },
        Wait: { Type: 'Wait', Next: 'A' },
        Failed: { Type: 'Fail' },
        Done: { Type: 'Succeed' },
      }),
    );
    expect(names(graph.states)).toEqual(['A', 'B', 'Done', 'Wait', 'Failed']);
    expect(graph.states[0]?.next).toEqual([
      { to: 'B', kind: 'next' },
      { to: 'Failed', kind: 'catch' },
    ]);
  });

  it('draws an edge once, however many ways lead along it', () => {
    const graph = readMachine(
      machine({
        A: { Type: 'Task', Next: 'B', Catch: [{ ErrorEquals: ['X'], Next: 'B' }] },
        B: { Type: 'Succeed' },
      }),
    );
    expect(graph.states[0]?.next).toEqual([{ to: 'B', kind: 'next' }]);
  });

  it('shows what is inside a Map', () => {
    const inner = { StartAt: 'In', States: { In: { Type: 'Succeed' } } };
    const graph = readMachine(machine({ A: { Type: 'Map', ItemProcessor: inner, End: true } }));
    expect(names(graph.states[0]?.inner ?? [])).toEqual(['In']);
  });

  it('survives a state that leads nowhere', () => {
    const graph = readMachine(machine({ A: { Type: 'Pass', Next: 'Gone' } }));
    expect(names(graph.states)).toEqual(['A']);
  });
});
