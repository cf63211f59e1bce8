// A whole account with what a test needs to see the metrics of its services: calls, time, alarms and totals.
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricStatisticsCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  type Statistic,
} from '@aws-sdk/client-cloudwatch';
import { createAccount, DEFAULT_REGION } from '../../../../twin/index.ts';
import { bundleFunction, createFunction } from '../../support/functions.ts';

const DAY_MS = 86_400_000;

const MOODY = bundleFunction(`
  export const handler = async ({ bad, logged }) => {
    if (logged !== undefined) process.stdout.write(logged + '\\n');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    if (bad) throw new Error('bad');
  };
`);

export function startMetered(seed = 1) {
  const { twin } = createAccount({ seed, unknownRoles: 'allow' });
  const { clock, pump } = twin;
  const cloudwatch = twin.client(CloudWatchClient);
  type Call = Parameters<typeof twin.call>[0];
  const call = (service: Call['service'], operation: string, input: object) =>
    pump.runUntil(twin.call({ service, operation, input, region: DEFAULT_REGION })) as Promise<
      Record<string, string>
    >;
  const pass = (minutes: number) => pump.run(clock.now() + minutes * 60_000);
  const begin = clock.now();

  /** All that there was of a metric so far: at once if it is late enough. */
  async function total(
    Namespace: string,
    MetricName: string,
    dimensions: Record<string, string>,
    statistic: Statistic = 'Sum',
  ) {
    const { Datapoints = [] } = await pump.runUntil(
      cloudwatch.send(
        new GetMetricStatisticsCommand({
          Namespace,
          MetricName,
          Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
          StartTime: new Date(begin),
          EndTime: new Date(begin + DAY_MS),
          Period: 86_400,
          Statistics: [statistic],
        }),
      ),
    );
    return Datapoints[0]?.[statistic];
  }

  async function alarm(metric: Partial<PutMetricAlarmCommandInput>) {
    await pump.runUntil(
      cloudwatch.send(
        new PutMetricAlarmCommand({
          AlarmName: 'alarm',
          Statistic: 'Sum',
          Period: 60,
          EvaluationPeriods: 1,
          Threshold: 0,
          ComparisonOperator: 'GreaterThanThreshold',
          TreatMissingData: 'notBreaching',
          ...metric,
        }),
      ),
    );
    return async () => {
      const { MetricAlarms } = await pump.runUntil(cloudwatch.send(new DescribeAlarmsCommand({})));
      return MetricAlarms?.[0]?.StateValue;
    };
  }
  /** A function that takes a second and a half, and does what it is told. */
  const addMoody = () => createFunction(twin, { name: 'moody', code: MOODY });
  const invoke = (event: object) =>
    call('lambda', 'Invoke', { FunctionName: 'moody', Payload: JSON.stringify(event) });
  return { addMoody, invoke, twin, clock, call, pass, total, alarm, cloudwatch, pump };
}

export const named = (Name: string, Value: string) => [{ Name, Value }];
