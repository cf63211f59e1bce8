// Duration and failure of each call as CloudWatch metrics, in the embedded format: no API call is needed.
import type middy from '@middy/core';

const NAMESPACE = 'Spillway';

export const measureCall = (): middy.MiddlewareObj => {
  const startedAt = new WeakMap<object, number>();
  const emit = (context: { functionName?: string }, failed: number) => {
    const now = Date.now();
    const line = {
      _aws: {
        Timestamp: now,
        CloudWatchMetrics: [
          {
            Namespace: NAMESPACE,
            Dimensions: [['function']],
            Metrics: [
              { Name: 'Duration', Unit: 'Milliseconds' },
              { Name: 'Failed', Unit: 'Count' },
            ],
          },
        ],
      },
      function: context.functionName,
      Duration: now - (startedAt.get(context) ?? now),
      Failed: failed,
    };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  };
  return {
    before: ({ context }) => {
      startedAt.set(context, Date.now());
    },
    after: ({ context }) => emit(context, 0),
    onError: ({ context }) => emit(context, 1),
  };
};
