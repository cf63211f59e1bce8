/** Why something is taken back, in words for whoever is on call: metric, value, limit and window. */
import * as z from 'zod';
import { quantity } from '../analysis/quantity.ts';
import type { Metric } from '../analysis/threshold.ts';
import { parseAlarmName } from '../contract/alarm-names.ts';

/** Machines hand on what CloudWatch says as it is: reading it could fail, and must not while users suffer. */
export function readableReason(raw: string): string {
  const reason = raw.replace(/^Spillway\.\w+: /, '');
  const [, name, data] = /^alarm (\S+): (\{.*\})$/s.exec(reason) ?? [];
  if (name === undefined || data === undefined) return reason;
  return explainAlarm(name, data) ?? `alarm ${name}`;
}

/** From the data that an alarm gives beside its reason; undefined where they say nothing about a breach. */
export function explainAlarm(alarmName: string, reasonData: string): string | undefined {
  const alarm = parseAlarmName(alarmName);
  const data = alarmData.safeParse(parseOrNothing(reasonData)).data;
  if (alarm === undefined || data === undefined) return undefined;
  const points = data.evaluatedDatapoints
    .filter(({ value }) => value > data.threshold)
    .sort((one, other) => (one.timestamp < other.timestamp ? -1 : 1));
  const [first] = points;
  if (first === undefined) return undefined;
  const { value, limit } = measured(
    alarm.metric,
    points.map((point) => point.value),
    data.threshold,
  );
  const minutes = Math.round((points.length * data.period) / 60);
  const from = first.timestamp.slice(11, 16);
  return `${labels[alarm.metric]} ${value}, above ${limit}, ${minutes} min from ${from} UTC`;
}

const alarmData = z.object({
  period: z.number().positive(),
  threshold: z.number(),
  evaluatedDatapoints: z
    .array(z.object({ timestamp: z.string(), value: z.number().default(Number.NEGATIVE_INFINITY) }))
    .max(100),
});

const labels: Readonly<Record<Metric, string>> = {
  'error-rate': 'error rate',
  'latency-p95': 'latency p95',
  cpu: 'CPU',
  memory: 'memory',
  'failed-health-checks': 'failed health checks',
};

/** Alarms count seconds, and minutes in which a target was unhealthy: specs speak otherwise. */
function measured(
  metric: Metric,
  values: readonly number[],
  threshold: number,
): { readonly value: string; readonly limit: string } {
  const worst = Math.max(...values);
  switch (metric) {
    case 'latency-p95':
      return inUnit('milliseconds', worst * 1000, threshold * 1000);
    case 'failed-health-checks':
      return inUnit('consecutive', values.length, values.length - 1);
    default:
      return inUnit('percent', worst, threshold);
  }
}

const inUnit = (unit: string, value: number, limit: number) => ({
  value: quantity(value, unit),
  limit: quantity(limit, unit),
});

function parseOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
