// The executions that lead a release: the first one, and those that it and its children started.
import type { Trail } from '../../aws/trails.ts';
import type { MachineView } from '../board.ts';
import { type MachineGraph, readMachine } from '../machine-graph.ts';
import { FOR_EVER_MS, type Sources } from './sources.ts';

/** A release of two environments has about ten; a loop that starts more is not worth drawing. */
const EXECUTIONS_MAX = 24;

export async function readMachines(
  sources: Sources,
  roots: readonly string[],
): Promise<readonly MachineView[]> {
  const found: Trail[] = [];
  const queue = roots.filter((arn) => arn !== '');
  for (let arn = queue.shift(); arn !== undefined; arn = queue.shift()) {
    const trail = await recallTrail(sources, arn).catch(() => undefined);
    if (trail === undefined) continue;
    found.push(trail);
    // Depth first: a machine stands right above those that it started.
    queue.unshift(...trail.children);
    if (found.length >= EXECUTIONS_MAX) break;
  }
  return found.map((trail) => ({
    name: trail.machineName,
    executionArn: trail.executionArn,
    status: trail.status,
    graph: graphOf(trail.definition),
    visits: trail.visits,
    current: trail.status === 'RUNNING' ? trail.current : null,
  }));
}

/** An execution that has ended is read once; redrives are nobody's habit here. */
async function recallTrail({ memory, trails, staleMs }: Sources, arn: string): Promise<Trail> {
  const trail = await memory.recall(`trail ${arn}`, staleMs, () => trails.read(arn));
  if (trail.status === 'RUNNING') return trail;
  return memory.recall(`ended trail ${arn}`, FOR_EVER_MS, async () => trail);
}

const nothing: MachineGraph = { comment: '', states: [] };

function graphOf(definition: string): MachineGraph {
  try {
    return readMachine(definition);
  } catch {
    return nothing;
  }
}
