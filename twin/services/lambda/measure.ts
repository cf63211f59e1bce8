// The metrics of functions: of each by its name, and of all together.
import type { Meter } from '../../host/peers.ts';
import type { ServiceHost } from '../../host/service.ts';
import type { LambdaFunction } from './function.ts';

export interface Measure {
  throttled(fn: LambdaFunction): void;
  /** Counts an invocation that was not throttled. */
  started(fn: LambdaFunction): void;
  succeeded(fn: LambdaFunction): void;
  failed(fn: LambdaFunction): void;
  lasted(fn: LambdaFunction, durationMs: number): void;
}

export function createMeasure(host: ServiceHost): Measure {
  const meters = new WeakMap<LambdaFunction, Meter>();

  function meterOf(fn: LambdaFunction): Meter {
    const known = meters.get(fn);
    if (known !== undefined) return known;
    const { FunctionName } = fn.configuration;
    const meter = host.peer('monitoring').meter({
      namespace: 'AWS/Lambda',
      dimensions: [{ FunctionName }, {}],
    });
    meters.set(fn, meter);
    return meter;
  }

  return {
    started(fn) {
      const meter = meterOf(fn);
      meter.add('Invocations', 'Count', 1);
      meter.add('ConcurrentExecutions', 'Count', fn.running);
      meter.add('Throttles', 'Count', 0);
    },
    succeeded: (fn) => meterOf(fn).add('Errors', 'Count', 0),
    failed: (fn) => meterOf(fn).add('Errors', 'Count', 1),
    lasted: (fn, durationMs) => meterOf(fn).add('Duration', 'Milliseconds', durationMs),
    throttled: (fn) => meterOf(fn).add('Throttles', 'Count', 1),
  };
}
