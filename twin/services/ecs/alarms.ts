// CloudWatch alarms that end a rolling deployment.
import { AwsError, LostCall } from '../../host/aws-error.ts';
import { serviceCaller } from '../../host/caller.ts';
import type { Ecs } from './ecs.ts';
import type { Fleet } from './state.ts';

const POLL_MS = 30_000;

/** An alarm that is already in ALARM when the deployment starts switches the watch off for all of them. */
export function watchAlarms(ecs: Ecs, fleet: Fleet, onAlarm: () => void): void {
  const { rollout, service } = fleet;
  const { alarms } = service.configuration;
  if (rollout === undefined || alarms?.enable !== true) return;
  const names = alarms.alarmNames ?? [];
  let first = true;
  const look = async () => {
    const ringing = await anyInAlarm(ecs, names);
    if (rollout.state !== 'IN_PROGRESS' || (first && ringing)) return;
    first = false;
    if (ringing) onAlarm();
    else schedule();
  };
  const schedule = () => {
    rollout.watch = ecs.host.clock.after(POLL_MS, () => void look(), 'upkeep');
  };
  void look();
}

async function anyInAlarm({ host }: Ecs, names: readonly string[]): Promise<boolean> {
  try {
    const answer = await host.call({
      service: 'monitoring',
      operation: 'DescribeAlarms',
      input: {
        AlarmNames: names,
        StateValue: 'ALARM',
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
      },
      caller: serviceCaller(host.account, 'ecs.amazonaws.com'),
    });
    return Object.values(answer).some((alarms) => Array.isArray(alarms) && alarms.length > 0);
  } catch (error) {
    // A look that fails sees nothing; the next one comes soon.
    if (error instanceof AwsError || error instanceof LostCall) return false;
    throw error;
  }
}
