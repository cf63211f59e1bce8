// The state of a metric alarm from its datapoints: M out of N, with every treatment of missing data.

export type StateValue = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
export type MissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';
/** Whether a datapoint breaches the threshold; undefined where it is missing. */
export type Datapoint = boolean | undefined;

export interface AlarmRule {
  /** M: how many breaching datapoints raise the alarm. */
  readonly datapointsToAlarm: number;
  /** N: how many datapoints are evaluated. */
  readonly evaluationPeriods: number;
  readonly missingData: MissingData;
}

/**
 * `range` is the evaluation range, oldest first: CloudWatch retrieves more datapoints than N, and needs
 * the treatment of missing data only when fewer than N of them are real. RETAIN keeps the current state.
 */
export function decide(range: readonly Datapoint[], rule: AlarmRule): StateValue | 'RETAIN' {
  const { datapointsToAlarm, evaluationPeriods, missingData } = rule;
  const real = range.filter((point) => point !== undefined);
  const breaching = real.slice(-evaluationPeriods).filter(Boolean).length;
  const missing = Math.max(0, evaluationPeriods - real.length);
  const alarmWhen = (count: number) => (count >= datapointsToAlarm ? 'ALARM' : 'OK');

  if (missing === 0 || missingData === 'notBreaching') return alarmWhen(breaching);
  if (missingData === 'breaching') return alarmWhen(breaching + missing);
  if (real.length > 0 && breaching >= datapointsToAlarm) return 'ALARM';
  if (real.includes(false)) return 'OK';
  if (missingData === 'ignore') return 'RETAIN';
  // All that is known breaches, but too little is known: only a breach as old as M periods counts.
  const oldest = range.indexOf(true);
  return oldest >= 0 && range.length - oldest >= datapointsToAlarm ? 'ALARM' : 'INSUFFICIENT_DATA';
}
