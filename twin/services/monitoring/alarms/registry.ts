// The alarms of a region, and what is told when one of them is created, changed or deleted.
import type { ServiceHost } from '../../../host/service.ts';
import { configurationChangeDetail, fullConfiguration } from './event-shapes.ts';
import type { AlarmHistory } from './history.ts';
import type { Alarm } from './model.ts';
import type { Ticker } from './ticker.ts';

export interface AlarmRegistry {
  readonly alarms: ReadonlyMap<string, Alarm>;
  /** Adds an alarm, or puts it in the place of the one that was known by its name. */
  save(alarm: Alarm): void;
  delete(alarms: readonly Alarm[]): void;
}

type Operation = 'create' | 'update' | 'delete';

const HISTORY_TYPES = { create: 'Create', update: 'Update', delete: 'Delete' } as const;

export function createRegistry(
  host: ServiceHost,
  alarms: Map<string, Alarm>,
  history: AlarmHistory,
  ticker: Ticker,
): AlarmRegistry {
  function announce(
    alarm: Alarm,
    operation: Operation,
    previous?: Readonly<Record<string, unknown>>,
  ): void {
    const type = HISTORY_TYPES[operation];
    const detail = configurationChangeDetail(alarm, operation, previous);
    history.add({
      at: host.clock.now(),
      alarmName: alarm.name,
      alarmKind: alarm.kind,
      type: 'ConfigurationUpdate',
      summary: `Alarm "${alarm.name}" ${operation}d`,
      data: JSON.stringify({ version: '1.0', type, configuration: detail['configuration'] }),
    });
    host.peer('events').emit({
      source: 'aws.cloudwatch',
      detailType: 'CloudWatch Alarm Configuration Change',
      detail,
      resources: [alarm.arn],
      delivery: 'bestEffort',
    });
  }

  return {
    alarms,
    save(alarm) {
      const known = alarms.get(alarm.name);
      alarms.set(alarm.name, alarm);
      if (known === undefined) announce(alarm, 'create');
      else announce(alarm, 'update', fullConfiguration(known));
      ticker.alarmsChanged();
    },
    delete(doomed) {
      for (const alarm of doomed) {
        alarms.delete(alarm.name);
        announce(alarm, 'delete');
      }
      ticker.alarmsChanged();
    },
  };
}
