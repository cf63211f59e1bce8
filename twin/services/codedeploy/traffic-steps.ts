// How production traffic moves: a routing configuration as the steps that it stands for.
import type { TrafficRoutingConfig } from '@aws-sdk/client-codedeploy';

interface TrafficStep {
  /** The share of production traffic that green has from this step on. */
  readonly greenPercent: number;
  /** How long it stays there before the next step. */
  readonly holdMs: number;
}

const MINUTE_MS = 60_000;
const ALL_AT_ONCE: readonly TrafficStep[] = [{ greenPercent: 100, holdMs: 0 }];

export function trafficSteps(config: TrafficRoutingConfig | undefined): readonly TrafficStep[] {
  const { timeBasedCanary: canary, timeBasedLinear: linear } = config ?? {};
  if (config?.type === 'TimeBasedCanary') {
    const { canaryPercentage: greenPercent = 100, canaryInterval = 0 } = canary ?? {};
    return [{ greenPercent, holdMs: canaryInterval * MINUTE_MS }, ...ALL_AT_ONCE];
  }
  if (config?.type === 'TimeBasedLinear') {
    const { linearPercentage: step = 100, linearInterval = 0 } = linear ?? {};
    const holdMs = linearInterval * MINUTE_MS;
    const held = Math.ceil(100 / step) - 1;
    return [
      ...Array.from({ length: held }, (_, index) => ({ greenPercent: (index + 1) * step, holdMs })),
      ...ALL_AT_ONCE,
    ];
  }
  return ALL_AT_ONCE;
}
