// How a version can be, by name: what a person chooses when pushing to a live twin. The image carries it as a label.
import type { Scenario } from '../twin/scenario/schema.ts';

/** What an image says of itself; a scenario may choose versions by it. */
export const BEHAVIOUR_LABEL = 'behaviour';

interface NamedBehaviour {
  readonly name: string;
  readonly summary: string;
  readonly behaviour: Scenario['versions'][number]['behaviour'];
}

export const behaviours: readonly NamedBehaviour[] = [
  { name: 'good', summary: 'behaves well', behaviour: {} },
  { name: 'errors', summary: 'a fifth of its answers are errors', behaviour: { errorRate: 0.2 } },
  {
    name: 'slow',
    summary: 'most answers take more than a second',
    behaviour: { latencyMs: { median: 1500, p99: 6000 } },
  },
  {
    name: 'weak',
    summary: 'well with few users, overwhelmed by half of them',
    behaviour: {
      overload: {
        aboveRequestsPerSecond: 6,
        errorRate: 0.3,
        latencyMs: { median: 900, p99: 4000 },
      },
    },
  },
  {
    name: 'leak',
    summary: 'its memory grows until it is killed',
    behaviour: { memoryLeakPercentPerMinute: 3 },
  },
  {
    name: 'crash',
    summary: 'every task exits after a minute',
    behaviour: { crashAfterSeconds: 60 },
  },
  { name: 'sick', summary: 'never passes a health check', behaviour: { neverHealthy: true } },
  {
    name: 'smoke',
    summary: 'fails its smoke test',
    behaviour: { paths: [{ path: '/health', status: 500 }] },
  },
];
