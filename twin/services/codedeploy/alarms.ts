// The alarms of a deployment: polled before it starts and for as long as it runs.
import type { AlarmConfiguration } from '@aws-sdk/client-codedeploy';
import { failed, Halt, stoppedByAlarms } from './halt.ts';
import type { Run } from './run.ts';
import { haltFor } from './service-role.ts';

/** Not published; recorded runs stop within 23 s of the alarm, calls included. */
const POLL_MS = 10_000;

/** Throws when an alarm is active before anything has begun. */
export async function checkAlarmsAtStart(run: Run): Promise<void> {
  const active = await activeAlarms(run);
  if (active.length > 0) throw stoppedByAlarms(active, run.behaviour.alarmAtStartStatus);
}

/** Polls until the returned function is called; raises what it finds. */
export function watchAlarms(run: Run): () => void {
  const { clock } = run.host;
  const { interrupt } = run.deployment;
  if (alarmNames(run.deployment.alarms).length === 0) return () => {};
  let watching = true;
  const poll = async () => {
    if (!watching) return;
    try {
      const active = await activeAlarms(run);
      if (watching && active.length > 0) interrupt.raise(stoppedByAlarms(active, 'Stopped'));
    } catch (error) {
      if (!(error instanceof Halt)) throw error;
      if (watching) interrupt.raise(error);
    }
    if (watching) timer = clock.after(POLL_MS, () => void poll(), 'upkeep');
  };
  let timer = clock.after(POLL_MS, () => void poll(), 'upkeep');
  return () => {
    watching = false;
    timer.cancel();
  };
}

async function activeAlarms(run: Run): Promise<readonly string[]> {
  const { alarms } = run.deployment;
  const names = alarmNames(alarms);
  if (names.length === 0) return [];
  try {
    const { MetricAlarms = [], CompositeAlarms = [] } = await run.role.cloudWatch(
      'DescribeAlarms',
      { AlarmNames: [...names], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] },
    );
    const found = [...MetricAlarms, ...CompositeAlarms];
    if (found.length < names.length && run.behaviour.missingAlarmStops && !ignoresPollFailure(run))
      throw notPolled('an alarm does not exist');
    return found
      .filter(({ StateValue }) => StateValue === 'ALARM')
      .flatMap(({ AlarmName }) => AlarmName ?? []);
  } catch (error) {
    if (error instanceof Halt) throw error;
    if (ignoresPollFailure(run)) return [];
    throw haltFor(error, {
      roleArn: run.role.arn,
      service: 'monitoring',
      otherwise: notPolled,
    });
  }
}

const alarmNames = (alarms: AlarmConfiguration | undefined): readonly string[] =>
  alarms?.enabled === true ? (alarms.alarms ?? []).flatMap(({ name }) => name ?? []) : [];

const ignoresPollFailure = ({ deployment }: Run): boolean =>
  deployment.alarms?.ignorePollAlarmFailure === true;

const notPolled = (message: string): Halt =>
  failed(
    'ALARM_ACTIVE',
    `The state of the alarms of the deployment group could not be retrieved: ${message}`,
  );
