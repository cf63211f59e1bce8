// What is set on a table beside its definition: time to live, recovery, tags.
import type { ServiceHost } from '../../../host/service.ts';
import { validation } from '../errors.ts';
import type { Handlers } from '../sdk.ts';
import type { TableStore } from '../tables/store.ts';
import type { Table } from '../tables/table.ts';
import { noteAllExpiries } from '../tables/time-to-live.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
/** The latest time to which a table can be restored lies this far back. */
const RECOVERY_LAG_MS = 5 * 60 * 1_000;

export const settingOperations = (host: ServiceHost, tables: TableStore): Handlers => ({
  UpdateTimeToLive({ TableName, TimeToLiveSpecification: specification }) {
    const table = tables.known(TableName);
    const { AttributeName: attribute = '', Enabled: enabled = false } = specification ?? {};
    const current = table.timeToLive;
    if ((current?.enabled ?? false) === enabled) {
      throw validation(`TimeToLive is already ${enabled ? 'enabled' : 'disabled'}`);
    }
    table.timeToLive = { attribute, enabled };
    noteAllExpiries(table);
    return { TimeToLiveSpecification: { AttributeName: attribute, Enabled: enabled } };
  },
  DescribeTimeToLive({ TableName }) {
    const { timeToLive } = tables.known(TableName);
    return {
      TimeToLiveDescription:
        timeToLive?.enabled === true
          ? { TimeToLiveStatus: 'ENABLED', AttributeName: timeToLive.attribute }
          : { TimeToLiveStatus: 'DISABLED' },
    };
  },
  UpdateContinuousBackups({ TableName, PointInTimeRecoverySpecification: specification }) {
    const table = tables.known(TableName);
    const enabled = specification?.PointInTimeRecoveryEnabled ?? false;
    table.recovery = {
      enabled,
      since: enabled && !table.recovery.enabled ? host.clock.now() : table.recovery.since,
      days: specification?.RecoveryPeriodInDays ?? table.recovery.days,
    };
    return { ContinuousBackupsDescription: recoveryOf(table, host.clock.now()) };
  },
  DescribeContinuousBackups({ TableName }) {
    const table = tables.known(TableName);
    return { ContinuousBackupsDescription: recoveryOf(table, host.clock.now()) };
  },
  TagResource({ ResourceArn, Tags = [] }) {
    const table = tables.known(ResourceArn);
    for (const { Key = '', Value = '' } of Tags) table.tags.set(Key, Value);
    return {};
  },
  UntagResource({ ResourceArn, TagKeys = [] }) {
    const table = tables.known(ResourceArn);
    for (const key of TagKeys) table.tags.delete(key);
    return {};
  },
  ListTagsOfResource({ ResourceArn }) {
    const { tags } = tables.known(ResourceArn);
    return { Tags: [...tags].map(([Key, Value]) => ({ Key, Value })) };
  },
});

function recoveryOf({ recovery }: Table, now: number) {
  if (!recovery.enabled) {
    return {
      ContinuousBackupsStatus: 'ENABLED' as const,
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' as const },
    };
  }
  return {
    ContinuousBackupsStatus: 'ENABLED' as const,
    PointInTimeRecoveryDescription: {
      PointInTimeRecoveryStatus: 'ENABLED' as const,
      RecoveryPeriodInDays: recovery.days,
      EarliestRestorableDateTime: new Date(Math.max(recovery.since, now - recovery.days * DAY_MS)),
      LatestRestorableDateTime: new Date(Math.max(recovery.since, now - RECOVERY_LAG_MS)),
    },
  };
}
