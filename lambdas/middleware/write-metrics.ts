// Metrics as a line in the log, in the embedded format of CloudWatch: no call, and nothing to wait for.
import { ownMetrics } from '../../core/contract/own-metrics.ts';

export interface Metric {
  readonly name: string;
  readonly unit: 'Milliseconds' | 'Count';
  readonly value: number;
}

export function writeMetrics(
  functionName: string | undefined,
  now: number,
  metrics: readonly Metric[],
): void {
  const line = {
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [
        {
          Namespace: ownMetrics.namespace,
          Dimensions: [[ownMetrics.dimension]],
          Metrics: metrics.map(({ name, unit }) => ({ Name: name, Unit: unit })),
        },
      ],
    },
    [ownMetrics.dimension]: functionName,
    ...Object.fromEntries(metrics.map(({ name, value }) => [name, value])),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
