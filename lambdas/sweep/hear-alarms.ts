// An alarm starts a rollback by itself. Where its event was lost, or what it started has died, the guard may look minutes later.
import { type RaisedAlarm, readRaisedAlarms } from '../../aws/raised-alarms.ts';
import { setting } from '../../aws/settings.ts';
import { toInstant } from '../../core/contract/instant.ts';
import { type MovingRelease, unheardAlarms } from '../../core/rollback/unheard.ts';
import { isGoingBack } from './rescue-releases.ts';
import { inTurns, type Living, type Sweeping } from './sweeping.ts';

export async function hearAlarms(sweep: Sweeping, living: readonly Living[]): Promise<number> {
  if (living.length === 0) return 0;
  const records = living.map(({ record }) => record);
  const unheard = unheardAlarms(await readRaisedAlarms(), records, sweep.now);
  return inTurns(unheard, ({ alarm, record }) =>
    sweep.guarded(alarm.name, () => rollBackFor(sweep, alarm, record)),
  );
}

/** Once for each time that an alarm goes up: whether it is about the candidate, the rollback asks as it does of any. */
async function rollBackFor(
  { desk, executions }: Sweeping,
  { name, reason, reasonData, sinceMs }: RaisedAlarm,
  { releaseId, service, environment }: MovingRelease,
): Promise<number> {
  const state = await desk.environments.read({ service, environment });
  if (state.moving?.releaseId !== releaseId || state.moving.onAlarm !== 'roll-back') return 0;
  if (await isGoingBack(executions, state)) return 0;
  const started = await executions.start({
    machineArn: setting('rollbackMachine'),
    name: `sweep-${name.replaceAll('/', '-')}-${sinceMs}`.slice(-80),
    input: {
      time: toInstant(sinceMs),
      detail: { alarmName: name, state: { reason, ...(reasonData !== '' && { reasonData }) } },
    },
  });
  return started ? 1 : 0;
}
