// What a workload asked of AWS: calls of each API, by second, against what AWS allows.

import type { ServiceId } from '../../twin/host/call-context.ts';
import { type Rate, rateOf } from '../../twin/host/rates.ts';
import type { Trace } from '../../twin/kernel/trace.ts';

export interface ApiLoad {
  readonly api: string;
  readonly calls: number;
  /** In the second that had most. */
  readonly peakPerSecond: number;
  readonly limit: Rate;
  readonly throttled: number;
}

export interface Meter {
  read(): readonly ApiLoad[];
}

interface Count {
  calls: number;
  throttled: number;
  readonly perSecond: Map<number, number>;
}

/** Spillway's own calls, and those that CodeDeploy and ECS make on its behalf. A bystander's are not limited. */
const LIMITED = 'assumed-role/';

/** Calls share a limit where AWS publishes none for the operation. */
export function meter(trace: Trace): Meter {
  const counts = new Map<string, Count & { readonly limit: Rate }>();
  trace.listen(({ at, kind, detail }) => {
    if (kind !== 'call' || !String(detail['caller']).includes(LIMITED)) return;
    const service = String(detail['service']) as ServiceId;
    const { rate: limit, ofOperation } = rateOf(service, String(detail['operation']));
    const api = ofOperation ? `${service}:${detail['operation']}` : service;
    const known = counts.get(api) ?? { calls: 0, throttled: 0, perSecond: new Map(), limit };
    counts.set(api, known);
    const second = Math.floor(at / 1000);
    known.calls += 1;
    known.perSecond.set(second, (known.perSecond.get(second) ?? 0) + 1);
    if (/Throttl|TooManyRequests|SlowDown/.test(String(detail['error'] ?? '')))
      known.throttled += 1;
  });
  return {
    read: () =>
      [...counts]
        .map(([api, { calls, throttled, perSecond, limit }]) => ({
          api,
          calls,
          peakPerSecond: Math.max(...perSecond.values()),
          limit,
          throttled,
        }))
        .sort((a, b) => b.calls - a.calls),
  };
}
