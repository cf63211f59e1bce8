// Schedules: when, whom, and what comes after the last time.
import type * as sdk from '@aws-sdk/client-scheduler';
import type { CreateScheduleInput } from '@aws-sdk/client-scheduler';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import { page } from '../../host/paging.ts';
import type { ServiceHost } from '../../host/service.ts';
import { isJson } from '../events/delivery/input-transformer.ts';
import { recur } from '../events/schedule/recur.ts';
import { parseExpression } from './expression.ts';
import type { Invoke } from './invoke.ts';
import { conflict, type Group, invalid, type Schedule, type Store } from './store.ts';
import { validateTarget } from './target.ts';

const PAGE_SIZE = 100;
/** Schedules run within the minute that they name. */
const PRECISION_MS = 60_000;
const UTC: ReadonlySet<string> = new Set(['UTC', 'Etc/UTC', 'GMT', 'Etc/GMT']);

export function scheduleOperations(
  host: ServiceHost,
  store: Store,
  invoke: Invoke,
): Operations<typeof sdk> {
  const lags = host.random.fork('lag');
  const windows = host.random.fork('flexible window');

  function run(group: Group, schedule: Schedule): void {
    schedule.recurring?.stop();
    schedule.recurring = undefined;
    const { definition } = schedule;
    if (definition.State === 'DISABLED') return;
    const recurrence = recurrenceOf(definition, host.clock.now());
    const windowMs = (definition.FlexibleTimeWindow?.MaximumWindowInMinutes ?? 0) * 60_000;
    schedule.recurring = recur(host.clock, recurrence, {
      afterMs: host.clock.now() - 1,
      delayMs: () => schedule.lagMs + (windowMs > 0 ? windows.below(windowMs) : 0),
      run: (timeMs) => void invoke(schedule, timeMs),
      onEnd() {
        if (definition.ActionAfterCompletion === 'DELETE') group.schedules.delete(schedule.name);
      },
    });
  }

  function define(schedule: Schedule, group: Group, definition: CreateScheduleInput) {
    schedule.definition = definition;
    schedule.modifiedAt = host.clock.date();
    run(group, schedule);
    return { ScheduleArn: schedule.arn };
  }

  return {
    CreateSchedule(input) {
      const group = store.group(input.GroupName);
      validate(input, host.clock.now());
      const name = input.Name ?? '';
      if (group.schedules.has(name)) throw conflict(`Schedule ${name} already exists.`);
      const schedule: Schedule = {
        name,
        arn: host.arn('scheduler', `schedule/${group.name}/${name}`),
        groupName: group.name,
        createdAt: host.clock.date(),
        lagMs: lags.below(PRECISION_MS),
        modifiedAt: host.clock.date(),
        definition: input,
        recurring: undefined,
      };
      group.schedules.set(name, schedule);
      return define(schedule, group, input);
    },
    UpdateSchedule(input) {
      const schedule = store.schedule(input.Name, input.GroupName);
      validate(input, host.clock.now());
      return define(schedule, store.group(input.GroupName), input);
    },
    GetSchedule: ({ Name, GroupName }) => describe(store.schedule(Name, GroupName)),
    DeleteSchedule({ Name, GroupName }) {
      const schedule = store.schedule(Name, GroupName);
      schedule.recurring?.stop();
      store.group(GroupName).schedules.delete(schedule.name);
      return {};
    },
    ListSchedules({ GroupName, NamePrefix = '', State, NextToken, MaxResults = PAGE_SIZE }) {
      const groups =
        GroupName === undefined ? [...store.groups.values()] : [store.group(GroupName)];
      const all = groups
        .flatMap(({ schedules }) => [...schedules.values()])
        .filter(({ name }) => name.startsWith(NamePrefix))
        .filter(({ definition }) => State === undefined || stateOf(definition) === State);
      const { items, next } = page(all, { limit: MaxResults, token: NextToken });
      return { Schedules: items.map(summarise), NextToken: next };
    },
  };
}

function validate(input: CreateScheduleInput, now: number): void {
  const { Name = '', ScheduleExpressionTimezone = 'UTC', Target, FlexibleTimeWindow } = input;
  if (!/^[\w.-]{1,64}$/.test(Name)) {
    throw invalid(
      `1 validation error detected: Value '${Name}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[0-9a-zA-Z-_.]+$`,
    );
  }
  if (!UTC.has(ScheduleExpressionTimezone)) {
    throw new AwsError(
      'NotImplemented',
      `scheduler: the time zone ${ScheduleExpressionTimezone} is not simulated, UTC is`,
      { status: 501 },
    );
  }
  recurrenceOf(input, now);
  if (Target !== undefined) validateTarget(Target);
  if (Target?.Input !== undefined && isUniversal(Target.Arn) && !isJson(Target.Input)) {
    throw invalid('Input must be a valid JSON text.');
  }
  const window = FlexibleTimeWindow?.MaximumWindowInMinutes;
  if ((FlexibleTimeWindow?.Mode === 'FLEXIBLE') !== (window !== undefined)) {
    throw invalid('MaximumWindowInMinutes goes with the FLEXIBLE mode, and only with that.');
  }
  if (window !== undefined && (window < 1 || window > 1440)) {
    throw invalid('MaximumWindowInMinutes must be between 1 and 1440.');
  }
}

const isUniversal = (arn = ''): boolean => arn.startsWith('arn:aws:scheduler:::aws-sdk:');

function recurrenceOf(
  { ScheduleExpression = '', StartDate, EndDate }: CreateScheduleInput,
  now: number,
) {
  const recurrence = parseExpression(ScheduleExpression, {
    createdMs: now,
    startMs: StartDate?.getTime(),
    endMs: EndDate?.getTime(),
  });
  if (recurrence === undefined) throw invalid(`Invalid Schedule Expression ${ScheduleExpression}.`);
  return recurrence;
}

const stateOf = ({ State = 'ENABLED' }: CreateScheduleInput) => State;

const summarise = (schedule: Schedule): sdk.ScheduleSummary => ({
  Arn: schedule.arn,
  Name: schedule.name,
  GroupName: schedule.groupName,
  State: stateOf(schedule.definition),
  CreationDate: schedule.createdAt,
  LastModificationDate: schedule.modifiedAt,
  Target: { Arn: schedule.definition.Target?.Arn },
});

const describe = (schedule: Schedule): Omit<sdk.GetScheduleOutput, '$metadata'> => {
  const { ClientToken: _, ...definition } = schedule.definition;
  return {
    ...definition,
    ScheduleExpressionTimezone: definition.ScheduleExpressionTimezone ?? 'UTC',
    ActionAfterCompletion: definition.ActionAfterCompletion ?? 'NONE',
    ...summarise(schedule),
    Target: definition.Target,
  };
};
