// The metrics of rules: what they matched, and what became of it at their targets.
import type { Meter } from '../../../host/peers.ts';
import type { ServiceHost } from '../../../host/service.ts';
import { DEFAULT_BUS, type Rule } from '../store.ts';

type Counted =
  | 'MatchedEvents'
  | 'TriggeredRules'
  | 'Invocations'
  | 'FailedInvocations'
  | 'InvocationsSentToDlq'
  | 'InvocationsFailedToBeSentToDlq';

export type Measure = (rule: Rule, counted: Counted) => void;

export function createMeasure(host: ServiceHost): Measure {
  const meters = new WeakMap<Rule, Meter>();

  function meterOf(rule: Rule): Meter {
    const known = meters.get(rule);
    if (known !== undefined) return known;
    const RuleName = rule.name;
    const onBus = { EventBusName: rule.busName, RuleName };
    const meter = host.peer('monitoring').meter({
      namespace: 'AWS/Events',
      dimensions: rule.busName === DEFAULT_BUS ? [{ RuleName }, onBus] : [onBus],
    });
    meters.set(rule, meter);
    return meter;
  }

  return (rule, counted) => meterOf(rule).add(counted, 'Count', 1);
}
