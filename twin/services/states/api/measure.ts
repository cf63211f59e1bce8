// The metrics of state machines: how their executions began and ended.
import type { Meter } from '../../../host/peers.ts';
import type { ServiceHost } from '../../../host/service.ts';
import type { Outcome } from '../engine/model.ts';
import type { ExecutionRecord, MachineRecord } from './store.ts';

export interface Measure {
  started(record: ExecutionRecord): void;
  ended(record: ExecutionRecord, outcome: Outcome): void;
}

const ENDS = {
  SUCCEEDED: 'ExecutionsSucceeded',
  FAILED: 'ExecutionsFailed',
  TIMED_OUT: 'ExecutionsTimedOut',
  ABORTED: 'ExecutionsAborted',
} as const;

export function createMeasure(host: ServiceHost): Measure {
  const meters = new WeakMap<MachineRecord, Meter>();

  function meterOf({ machine }: ExecutionRecord): Meter {
    const known = meters.get(machine);
    if (known !== undefined) return known;
    const meter = host.peer('monitoring').meter({
      namespace: 'AWS/States',
      dimensions: [{ StateMachineArn: machine.arn }],
    });
    meters.set(machine, meter);
    return meter;
  }

  return {
    started: (record) => meterOf(record).add('ExecutionsStarted', 'Count', 1),
    ended(record, { status }) {
      const meter = meterOf(record);
      meter.add(ENDS[status], 'Count', 1);
      const lasted = host.clock.now() - record.started.getTime();
      meter.add('ExecutionTime', 'Milliseconds', lasted);
    },
  };
}
