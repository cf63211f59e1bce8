// Faults that a person may inject into a live twin, by name.
import type { FaultRule } from '../twin/kernel/faults.ts';

interface LiveFault {
  readonly name: string;
  readonly summary: string;
  readonly rules: readonly FaultRule[];
}

export const liveFaults: readonly LiveFault[] = [
  {
    name: 'throttled load balancer',
    summary: 'its API refuses half of all calls',
    rules: [{ hook: 'call', fault: 'throttle', service: 'elasticloadbalancing', probability: 0.5 }],
  },
  {
    name: 'slow metrics',
    summary: 'CloudWatch tells everything five minutes late',
    rules: [{ hook: 'metric', fault: 'late', delayMs: 300_000 }],
  },
  {
    name: 'lost pushes',
    summary: 'no event tells of a pushed image',
    rules: [{ hook: 'event', fault: 'lost', source: 'aws.ecr' }],
  },
  {
    name: 'dying functions',
    summary: 'one function call in five is killed in the middle',
    rules: [{ hook: 'lambda', fault: 'killed', probability: 0.2 }],
  },
];
