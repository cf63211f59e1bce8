// The missing-data tables of the CloudWatch user guide. The pass set may only grow.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import {
  type Datapoint,
  decide,
  type MissingData,
} from '../../twin/services/monitoring/alarms/decide.ts';
import { alarmInput, startMonitoring } from '../twin/services/monitoring/start-monitoring.ts';

interface Row extends Readonly<Record<MissingData, string>> {
  readonly M: number;
  readonly N: number;
  /** One character per period, oldest first: `0` not breaching, `X` breaching, `-` missing. */
  readonly points: string;
}

interface Case {
  readonly name: string;
  readonly row: Row;
  readonly missingData: MissingData;
  readonly expected: string;
}

const ROOT = resolve(import.meta.dirname, '../..');
const CORPORA = resolve(ROOT, process.env['SPILLWAY_CORPORA'] ?? '../shared/corpora');
const FILE = resolve(CORPORA, 'cloudwatch-missing-data.json');
const RATCHET = JSON.parse(
  readFileSync(resolve(import.meta.dirname, 'cloudwatch.ratchet.json'), 'utf8'),
) as Record<string, number>;
const TREATMENTS: readonly MissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching'];
const MINUTE_MS = 60_000;

const rows: readonly Row[] = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')).rows : [];
const cases = rows.flatMap((row) =>
  TREATMENTS.map((missingData): Case => {
    const name = `${row.M} of ${row.N}, ${row.points}, ${missingData}`;
    return { name, row, missingData, expected: row[missingData] };
  }),
);

const datapoints = ({ points }: Row): Datapoint[] =>
  [...points].map((point) => (point === '-' ? undefined : point === 'X'));

describe.skipIf(rows.length === 0)('missing data (needs the recorded answers of AWS)', () => {
  it('is treated by the rule as the user guide says', () => {
    const failures = cases.filter(({ row, missingData, expected }) => {
      const rule = { datapointsToAlarm: row.M, evaluationPeriods: row.N, missingData };
      return decide(datapoints(row), rule) !== expected;
    });
    expect(failures.map(({ name }) => name)).toEqual([]);
    expect(cases.length - failures.length).toBeGreaterThanOrEqual(
      RATCHET['cloudwatch-missing-data'] ?? 0,
    );
  });

  it.each(cases)('leads a real alarm to the same state: $name', async (each) => {
    for (const before of ['OK', 'ALARM'] as const) {
      const wanted = each.expected === 'RETAIN' ? before : each.expected;
      expect(await stateAfter(each, before)).toBe(wanted);
    }
  });
});

/** The state that an alarm takes when its evaluation range holds the row's datapoints. */
async function stateAfter({ row, missingData }: Case, before: 'OK' | 'ALARM') {
  const { cloudwatch, send, clock, pass } = startMonitoring();
  const metric = { Namespace: 'Shop', MetricName: 'Errors' };
  await send(
    cloudwatch.send(
      new PutMetricAlarmCommand(
        alarmInput({
          ...metric,
          Dimensions: [],
          DatapointsToAlarm: row.M,
          EvaluationPeriods: row.N,
          TreatMissingData: missingData,
        }),
      ),
    ),
  );
  await pass(60);
  // Alarms are evaluated once a minute, and nothing else is scheduled: the range of the next look is known.
  const nextLook = clock.next() ?? 0;
  const end = Math.floor(nextLook / MINUTE_MS) * MINUTE_MS;
  const range = datapoints(row);
  const data = range.flatMap((point, index) =>
    point === undefined
      ? []
      : [
          {
            MetricName: metric.MetricName,
            Value: point ? 10 : 0,
            Timestamp: new Date(end - (range.length - index) * MINUTE_MS),
          },
        ],
  );
  if (data.length > 0) {
    await send(
      cloudwatch.send(new PutMetricDataCommand({ Namespace: metric.Namespace, MetricData: data })),
    );
  }
  await send(
    cloudwatch.send(
      new SetAlarmStateCommand({ AlarmName: 'errors', StateValue: before, StateReason: 'test' }),
    ),
  );
  await pass((nextLook - clock.now()) / 1_000 + 1);
  const { MetricAlarms } = await send(cloudwatch.send(new DescribeAlarmsCommand({})));
  return MetricAlarms?.[0]?.StateValue;
}
