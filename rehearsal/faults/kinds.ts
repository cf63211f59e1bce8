// Every kind of fault that a campaign knows: when it happens, and how hard. One line of the fault table each.

import type { CallFault, EventFault, FaultRule } from '../../twin/kernel/faults.ts';
import type { Random } from '../../twin/kernel/random.ts';
import type { Call, Stroke, Way } from '../campaign/history.ts';

export interface Draw {
  readonly random: Random;
  /** 0..1: the share of the greatest rate that the mix allows. */
  readonly strength: number;
  readonly healMs: number;
  readonly pushes: readonly Stroke[];
  readonly way: Way;
}

export interface FaultKind {
  readonly kind: string;
  /** How often the kind is drawn, compared with others. */
  readonly likelihood: number;
  readonly draw: (draw: Draw) => readonly Stroke[];
}

const MINUTE_MS = 60_000;
const API_SERVICES = [
  'dynamodb',
  'elasticloadbalancing',
  'codedeploy',
  'ecs',
  'monitoring',
  'states',
  'lambda',
  'ecr',
  'ssm',
  'sns',
] as const;
/** AWS's own control loops are not ours to fail: only calls in Spillway's name do. */
const OURS = 'assumed-role/Spillway-';

/** A rule that holds for a window before the healing. */
function windowed(
  kind: string,
  { random, healMs }: Draw,
  rule: FaultRule,
  lasting: readonly [number, number] = [MINUTE_MS, 15 * MINUTE_MS],
): Stroke {
  const atMs = random.below(healMs);
  const forMs = Math.min(lasting[0] + random.below(lasting[1] - lasting[0] + 1), healMs - atMs);
  return { kind, atMs, do: 'fault', forMs, rule };
}

const callKind = (fault: CallFault, rateMax: number): FaultKind => ({
  kind: `call.${fault}`,
  likelihood: 1.5,
  draw: (draw) =>
    Array.from({ length: 1 + draw.random.below(3) }, () =>
      windowed(`call.${fault}`, draw, {
        hook: 'call',
        fault,
        caller: OURS,
        service: draw.random.pick(API_SERVICES),
        probability: Math.max(0.02, draw.random.next() * rateMax * draw.strength),
      }),
    ),
});

const eventKind = (fault: EventFault, rateMax: number): FaultKind => ({
  kind: `event.${fault}`,
  likelihood: 1,
  draw: (draw) => [
    windowed(
      `event.${fault}`,
      draw,
      {
        hook: 'event',
        fault,
        probability: Math.max(0.05, draw.random.next() * rateMax * draw.strength),
        ...(fault === 'late' ? { delayMs: 1000 + draw.random.below(5 * MINUTE_MS) } : {}),
        ...(fault === 'twice' ? { delayMs: draw.random.below(MINUTE_MS) } : {}),
      },
      [10 * MINUTE_MS, 50 * MINUTE_MS],
    ),
  ],
});

const runKind = (fault: 'killed' | 'slow', rateMax: number): FaultKind => ({
  kind: `lambda.${fault}`,
  likelihood: 1,
  draw: (draw) => [
    windowed(`lambda.${fault}`, draw, {
      hook: 'lambda',
      fault,
      name: '',
      probability: Math.max(0.02, draw.random.next() * rateMax * draw.strength),
      delayMs: 1000 * (1 + draw.random.below(40)),
    }),
  ],
});

const metricKind = (fault: 'late' | 'missing'): FaultKind => ({
  kind: `metric.${fault}`,
  likelihood: 1,
  draw: (draw) => [
    windowed(`metric.${fault}`, draw, {
      hook: 'metric',
      fault,
      probability: Math.max(0.1, draw.random.next() * draw.strength),
      ...(fault === 'late' ? { delayMs: MINUTE_MS + draw.random.below(9 * MINUTE_MS) } : {}),
    }),
  ],
});

/** Machines that lead a release, or take it back. */
const WITH_CODEDEPLOY = [
  'spillway-release',
  'spillway-visit-environment',
  'spillway-deploy-codedeploy',
  'spillway-walk-phases',
  'spillway-switch-traffic',
  'spillway-guard-environment',
  'spillway-rollback',
  'spillway-settle-rollback',
  'spillway-rescue-release',
] as const;
const machines = {
  canary: WITH_CODEDEPLOY,
  staged: WITH_CODEDEPLOY,
  'blue-green': WITH_CODEDEPLOY,
  gradual: [...WITH_CODEDEPLOY, 'spillway-lower-traffic'],
  rolling: [
    'spillway-release',
    'spillway-visit-environment',
    'spillway-deploy-rolling',
    'spillway-walk-phases',
    'spillway-guard-environment',
    'spillway-rollback',
    'spillway-settle-rollback',
    'spillway-rescue-release',
  ],
} as const satisfies Record<Way, readonly string[]>;

const killAtEvent: FaultKind = {
  kind: 'execution.killed',
  likelihood: 1.5,
  draw: ({ random, healMs, way }) => [
    {
      kind: 'execution.killed',
      atMs: 0,
      do: 'fault',
      forMs: healMs,
      rule: {
        hook: 'execution',
        fault: 'killed',
        name: random.pick<string>(machines[way]),
        atEvent: 2 + random.below(80),
        times: 1,
      },
    },
  ],
};

/** Each step of a machine takes seconds longer: its deadlines come nearer, and others overtake it. */
const slowMachine: FaultKind = {
  kind: 'execution.slow',
  likelihood: 1,
  draw: (draw) => [
    windowed(
      'execution.slow',
      draw,
      {
        hook: 'execution',
        fault: 'slow',
        name: draw.random.pick<string>(machines[draw.way]),
        probability: Math.max(0.1, draw.random.next() * draw.strength),
        delayMs: 500 + draw.random.below(9_500),
      },
      [10 * MINUTE_MS, 50 * MINUTE_MS],
    ),
  ],
};

/** Something that happens once, at any time before the healing. */
const once = (
  kind: string,
  likelihood: number,
  body: (draw: Draw) => Omit<Stroke, 'kind' | 'atMs'>,
): FaultKind => ({
  kind,
  likelihood,
  draw: (draw) => [
    { kind, atMs: draw.random.below(draw.healMs), ...body(draw) } as unknown as Stroke,
  ],
});

const METRICS = ['error-rate', 'latency-p95', 'failed-health-checks'] as const;

/** People are told at the ends of releases only: a fault that may hit any API hardly ever hits that. */
const deafTopics: FaultKind = {
  kind: 'notice.refused',
  likelihood: 1,
  draw: (draw) => [
    windowed('notice.refused', draw, {
      hook: 'call',
      fault: draw.random.chance(0.5) ? 'error' : 'lostBefore',
      caller: OURS,
      service: 'sns',
      probability: 0.5 + draw.random.next() / 2,
    }),
  ],
};

const tookBack: Call = { caller: 'rollback', operation: 'StopDeployment', nth: 1 };

/** The last version is bad, and its repair does not wait for the alarms to calm down. */
const repair: FaultKind = {
  kind: 'operator.repair',
  likelihood: 0.7,
  draw({ random, pushes }) {
    const last = pushes.at(-1);
    if (last?.do !== 'push' || !last.bad) return [];
    const deed = { kind: 'operator.repair', do: 'repair', version: 'repair-1' } as const;
    // Shortly after it was taken back its alarm is still up.
    return random.chance(0.5)
      ? [{ ...deed, upon: tookBack, atMs: 1000 + random.below(3 * MINUTE_MS) }]
      : [{ ...deed, atMs: last.atMs + random.below(30 * MINUTE_MS) }];
  },
};

export const faultKinds: readonly FaultKind[] = [
  deafTopics,
  callKind('throttle', 0.5),
  callKind('error', 0.2),
  callKind('lostBefore', 0.15),
  callKind('lostAfter', 0.15),
  eventKind('lost', 0.5),
  eventKind('late', 0.5),
  eventKind('twice', 1),
  eventKind('reordered', 1),
  runKind('killed', 0.15),
  runKind('slow', 0.3),
  metricKind('late'),
  metricKind('missing'),
  killAtEvent,
  slowMachine,
  once('execution.stopped', 1, ({ random, way }) => ({
    do: 'stop-execution',
    machine: random.pick<string>(machines[way]),
  })),
  once('task.crash', 0.7, ({ random }) => ({ do: 'crash', count: 1 + random.below(2) })),
  once('task.capacity', 0.5, ({ random }) => ({
    do: 'capacity',
    forMs: MINUTE_MS + random.below(10 * MINUTE_MS),
    tasks: 2 + random.below(3),
  })),
  once('traffic.none', 0.5, ({ random }) => ({
    do: 'traffic',
    forMs: MINUTE_MS + random.below(10 * MINUTE_MS),
    requestsPerSecond: 0,
  })),
  once('alarm.raised', 0.7, ({ random }) => ({
    do: 'raise-alarm',
    alarm: `${random.pick(['a', 'b'])}/${random.pick(METRICS)}`,
  })),
  once('image.deleted', 0.3, ({ random }) => ({
    do: 'delete-image',
    version: random.chance(0.5) ? 'initial' : 'v1.1.0',
  })),
  once('weights.edited', 0.4, ({ random }) => ({ do: 'edit-weights', weight: random.below(101) })),
  once('push.again', 0.6, () => ({ do: 'push-again', version: 'v1.1.0' })),
  once('operator.abort', 0.7, () => ({ do: 'decide', person: 'olga', action: 'abort' })),
  once('operator.promote', 0.5, () => ({ do: 'decide', person: 'paul', action: 'promote' })),
  once('operator.pause', 0.4, () => ({ do: 'decide', person: 'pia', action: 'pause' })),
  once('operator.resume', 0.4, () => ({ do: 'decide', person: 'pia', action: 'resume' })),
  once('operator.approve', 0.3, () => ({ do: 'decide', person: 'otto', action: 'approve' })),
  once('operator.roll-back', 0.6, () => ({ do: 'roll-back' })),
  once('operator.freeze', 0.4, ({ random }) => ({
    do: 'freeze',
    forMs: MINUTE_MS + random.below(10 * MINUTE_MS),
  })),
  repair,
];
