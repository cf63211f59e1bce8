// The state machines that lead the release, drawn from the text that runs: what was visited, and what runs now.
import type { MachineView } from '../../board.ts';
import type { GraphState } from '../../machine-graph.ts';
import { Pill, Section } from './basics.tsx';

export function Machines({ machines }: { readonly machines: readonly MachineView[] }) {
  const running = machines.findLast(({ current }) => current !== null) ?? machines.at(-1);
  // The chain that leads now, from the release down to the innermost; the rest is out of the way.
  const shown = machines.filter((machine) => machine.current !== null || machine === running);
  const ended = machines.filter((machine) => !shown.includes(machine));
  return (
    <Section title="State machines" note={running?.current === null ? 'ended' : ''}>
      {machines.length === 0 && <p class="empty">No execution leads this release.</p>}
      {shown.map((machine) => (
        <Machine key={machine.executionArn} machine={machine} open={machine === running} />
      ))}
      {ended.length > 0 && (
        <details class="machine">
          <summary class="soft">{ended.length} that have ended</summary>
          {ended.map((machine) => (
            <Machine key={machine.executionArn} machine={machine} open={false} />
          ))}
        </details>
      )}
    </Section>
  );
}

function Machine({ machine, open }: { readonly machine: MachineView; readonly open: boolean }) {
  const { name, current, status, graph } = machine;
  return (
    <details class="machine" open={open}>
      <summary>
        <strong>{name.replace(/^spillway-/, '')}</strong>{' '}
        {current === null ? (
          <Pill tone={toneOf(machine)}>{status.toLowerCase()}</Pill>
        ) : (
          <span class="at">{current}</span>
        )}
      </summary>
      <p class="soft">{graph.comment}</p>
      <Graph machine={machine} />
    </details>
  );
}

const toneOf = ({ status }: MachineView) =>
  status === 'RUNNING' ? 'moving' : status === 'SUCCEEDED' ? 'good' : 'bad';

const ROW = 26;
const RAIL = 58;
const LANES = 5;

function Graph({ machine }: { readonly machine: MachineView }) {
  const rows = machine.graph.states.flatMap((state) => [
    { state, depth: 0 },
    ...state.inner.map((inner) => ({ state: inner, depth: 1 })),
  ]);
  const height = rows.length * ROW;
  return (
    <div class="graph">
      <svg width={RAIL} height={height} viewBox={`0 0 ${RAIL} ${height}`} aria-hidden="true">
        <Rails rows={rows} machine={machine} />
        {rows.map(({ state, depth }, index) => (
          <circle
            key={`${depth}${state.name}`}
            class={classOf(machine, state)}
            cx={RAIL - 10}
            cy={middle(index)}
            r={depth === 0 ? 5 : 3.5}
          />
        ))}
      </svg>
      <ol>
        {rows.map(({ state, depth }) => (
          <Row key={`${depth}${state.name}`} {...{ machine, state, depth }} />
        ))}
      </ol>
    </div>
  );
}

const middle = (index: number): number => index * ROW + ROW / 2;

function classOf({ current, visits }: MachineView, { name }: GraphState): string {
  if (current === name) return 'current';
  return (visits[name] ?? 0) > 0 ? 'visited' : 'ahead';
}

function Row({
  machine,
  state,
  depth,
}: {
  readonly machine: MachineView;
  readonly state: GraphState;
  readonly depth: number;
}) {
  const place = classOf(machine, state);
  const visits = machine.visits[state.name] ?? 0;
  return (
    <li
      class={depth === 0 ? place : `inner ${place}`}
      title={state.comment}
      aria-current={place === 'current' ? 'step' : undefined}
    >
      <span class="state">{state.name}</span>
      <span class="comment">{state.comment}</span>
      {visits > 1 && <span class="visits">{visits}×</span>}
    </li>
  );
}

interface RowOf {
  readonly state: GraphState;
  readonly depth: number;
}

/** Straight down to the next row; everything else bows out to the left, further for a longer way. */
function Rails({
  rows,
  machine,
}: {
  readonly rows: readonly RowOf[];
  readonly machine: MachineView;
}) {
  const indexOf = (name: string, depth: number) =>
    rows.findIndex((row) => row.depth === depth && row.state.name === name);
  const taken = (name: string) => (machine.visits[name] ?? 0) > 0;
  return (
    <>
      {rows.flatMap(({ state, depth }, from) =>
        state.next.flatMap(({ to, kind }) => {
          const target = indexOf(to, depth);
          if (target < 0) return [];
          const walked = taken(state.name) && taken(to) ? 'walked' : '';
          return [
            <path key={`${from}-${target}`} class={`${kind} ${walked}`} d={rail(from, target)} />,
          ];
        }),
      )}
    </>
  );
}

function rail(from: number, to: number): string {
  const x = RAIL - 10;
  const [y1, y2] = [middle(from), middle(to)];
  if (to === from + 1) return `M${x} ${y1}V${y2}`;
  const lane = Math.min(LANES, Math.ceil(Math.log2(Math.abs(to - from) + 1)));
  const left = x - 6 - lane * 7;
  const turn = to > from ? 6 : -6;
  return `M${x} ${y1}H${left + 6}Q${left} ${y1} ${left} ${y1 + turn}V${y2 - turn}Q${left} ${y2} ${left + 6} ${y2}H${x}`;
}
