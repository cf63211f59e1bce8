// The text of a state machine as a list that reads from top to bottom, with what leads where.
import * as z from 'zod';

export interface MachineGraph {
  readonly comment: string;
  /** In the order in which a run that goes well meets them. */
  readonly states: readonly GraphState[];
}

export interface GraphState {
  readonly name: string;
  readonly type: string;
  readonly comment: string;
  /** In the order of the text: choices first, then the default, then what a failure leads to. */
  readonly next: readonly Edge[];
  /** The states of a Map or Parallel; empty elsewhere. */
  readonly inner: readonly GraphState[];
}

export interface Edge {
  readonly to: string;
  readonly kind: 'next' | 'choice' | 'catch';
}

const target = z.object({ Next: z.string() });

interface AslState {
  Type: string;
  Comment?: string | undefined;
  Next?: string | undefined;
  Default?: string | undefined;
  Choices?: { Next: string }[] | undefined;
  Catch?: { Next: string }[] | undefined;
  ItemProcessor?: AslMachine | undefined;
  Branches?: AslMachine[] | undefined;
}

interface AslMachine {
  Comment?: string | undefined;
  StartAt: string;
  States: Record<string, AslState>;
}

const stateSchema: z.ZodType<AslState> = z.object({
  Type: z.string(),
  Comment: z.string().optional(),
  Next: z.string().optional(),
  Default: z.string().optional(),
  Choices: z.array(target).optional(),
  Catch: z.array(target).optional(),
  ItemProcessor: z.lazy(() => machineSchema).optional(),
  Branches: z.array(z.lazy(() => machineSchema)).optional(),
});

const machineSchema: z.ZodType<AslMachine> = z.object({
  Comment: z.string().optional(),
  StartAt: z.string(),
  States: z.record(z.string(), stateSchema),
});

export function readMachine(definition: string): MachineGraph {
  const machine = machineSchema.parse(JSON.parse(definition));
  return { comment: machine.Comment ?? '', states: ordered(machine) };
}

function ordered({ StartAt, States }: AslMachine): readonly GraphState[] {
  const entries = new Map(Object.entries(States));
  return visitOrder(StartAt, entries).map((name) => toState(name, entries.get(name)));
}

/**
 * A state comes after everything that leads to it, loops aside: the reverse of the order in which a
 * depth-first walk leaves the states.
 */
function visitOrder(start: string, states: ReadonlyMap<string, AslState>): readonly string[] {
  const seen = new Set<string>();
  const left: string[] = [];
  const visit = (name: string): void => {
    const state = states.get(name);
    if (state === undefined || seen.has(name)) return;
    seen.add(name);
    // What is visited first ends up lowest: ends and failures go to the bottom.
    for (const { to } of [...edgesOf(state)].reverse()) visit(to);
    left.push(name);
  };
  visit(start);
  return left.reverse();
}

function edgesOf({ Next, Default, Choices = [], Catch = [] }: AslState): readonly Edge[] {
  const edges: Edge[] = [
    ...Choices.map((choice): Edge => ({ to: choice.Next, kind: 'choice' })),
    ...(Default === undefined ? [] : [{ to: Default, kind: 'choice' } as const]),
    ...(Next === undefined ? [] : [{ to: Next, kind: 'next' } as const]),
    ...Catch.map((caught): Edge => ({ to: caught.Next, kind: 'catch' })),
  ];
  return edges.filter(({ to }, index) => edges.findIndex((other) => other.to === to) === index);
}

function toState(name: string, state: AslState | undefined): GraphState {
  const inner = [
    ...(state?.ItemProcessor === undefined ? [] : [state.ItemProcessor]),
    ...(state?.Branches ?? []),
  ];
  return {
    name,
    type: state?.Type ?? '',
    comment: state?.Comment ?? '',
    next: state === undefined ? [] : edgesOf(state),
    inner: inner.flatMap(ordered),
  };
}
