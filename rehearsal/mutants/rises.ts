// Histories of rises: tasks that die, rules that are taken away, and switches that are not made.
import type { History, Stroke } from '../campaign/history.ts';
import { fault, good, history } from './strokes.ts';

/** Just before the bake is over that a write of the shifting function begins. */
const tasksDie = (nth: number, atMs: number): Stroke => ({
  kind: 'task.crash',
  upon: { caller: 'shifttraffic', operation: 'TransactWriteItems', nth },
  atMs,
  do: 'crash',
  count: 4,
});

export const rises = {
  'tasks that die before a rise': history(1, good(), tasksDie(1, 291_500)),
  'tasks that die before the last rise': history(1, good(), tasksDie(3, 350_000)),
  // The switch waits for other tasks; they stand, and the way back still drains what it has withdrawn.
  'an alarm while the last rise waits for tasks': history(1, good(), tasksDie(3, 350_000), {
    kind: 'alarm.raised',
    upon: { caller: 'shifttraffic', operation: 'TransactWriteItems', nth: 3 },
    atMs: 369_000,
    do: 'raise-alarm',
    alarm: 'b/error-rate',
  }),
  // Under this seed the load balancer takes its time: it has not followed when the switch is taken back.
  'a switch that is taken back before the load balancer has followed': {
    ...history(
      48,
      good(),
      fault(
        {
          hook: 'execution',
          fault: 'killed',
          name: 'spillway-guard-environment',
          atEvent: 8,
          times: 1,
        },
        [0, 48],
      ),
    ),
    seed: 120_134,
  },
  'a switch that the engine cannot make': history(30, good(), {
    kind: 'call.error',
    upon: { caller: 'switchtraffic', operation: 'ContinueDeployment', nth: 1 },
    atMs: 0,
    do: 'fault',
    forMs: 30_000,
    rule: {
      hook: 'call',
      fault: 'error',
      caller: 'DeploymentGroupServiceRole',
      service: 'elasticloadbalancing',
      operation: 'ModifyListener',
    },
  }),
} as const satisfies Readonly<Record<string, History>>;
