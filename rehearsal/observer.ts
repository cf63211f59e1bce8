// Watches a twin from outside: what the load balancers serve, which alarms rise, when a breach can first be seen.
import { parseAlarmName } from '../core/contract/alarm-names.ts';
import type { Site, SiteSlot } from '../core/contract/site.ts';
import type { Twin } from '../twin/twin.ts';
import { readShare, type Share } from './shares.ts';

export interface Observation {
  readonly shares: readonly Share[];
  readonly alarms: readonly { readonly at: number; readonly name: string }[];
  /** Minutes in which a target group answered more than a threshold's share with errors, by when they could be seen. */
  readonly breaches: readonly Breach[];
}

export interface Breach {
  readonly visibleAt: number;
  /** When the minute began that the datum is about. */
  readonly minuteAt: number;
  readonly targetGroup: string;
  readonly kind: 'errors' | 'slow' | 'unhealthy';
  /** In that minute. */
  readonly requests: number;
}

export interface Observer extends Observation {
  /** Called for each change of a site's shares. */
  onShare(listener: (share: Share) => void): void;
  stop(): void;
}

const NAMESPACE = 'AWS/ApplicationELB';
const ERROR_RATIO_MAX = 0.05;
const LATENCY_SECONDS_MAX = 1;
const TAIL = 0.05;

export function observe(twin: Twin, sites: readonly Site[], region: string): Observer {
  const shares: Share[] = [];
  const alarms: { at: number; name: string }[] = [];
  const breaches: Breach[] = [];
  const listeners: ((share: Share) => void)[] = [];
  const requests = new Map<string, number>();
  const stop = twin.trace.listen((record) => {
    const share = readShare(record, sites);
    if (share !== undefined) {
      shares.push(share);
      for (const listener of listeners) listener(share);
    }
    const { alarm, to } = record.detail as { alarm?: string; to?: string };
    if (record.kind === 'state' && alarm !== undefined && to === 'ALARM') {
      if (parseAlarmName(alarm) !== undefined) alarms.push({ at: record.at, name: alarm });
    }
  });
  twin
    .peer('monitoring', region)
    .watch(({ namespace, metricName, dimensions, at, values }, visibleAt) => {
      const targetGroup = dimensions['TargetGroup'];
      if (namespace !== NAMESPACE || targetGroup === undefined) return;
      const total = values.reduce((sum, { value, count }) => sum + value * count, 0);
      const minute = `${targetGroup} ${at}`;
      if (metricName === 'RequestCount') requests.set(minute, total);
      if (metricName === 'HTTPCode_Target_5XX_Count') {
        const asked = requests.get(minute) ?? Number.POSITIVE_INFINITY;
        if (total > ERROR_RATIO_MAX * asked) {
          breaches.push({ visibleAt, minuteAt: at, targetGroup, kind: 'errors', requests: asked });
        }
      }
      if (metricName === 'TargetResponseTime' && isSlow(values))
        breaches.push({
          visibleAt,
          minuteAt: at,
          targetGroup,
          kind: 'slow',
          requests: requests.get(minute) ?? 0,
        });
      if (metricName === 'UnHealthyHostCount' && total > 0)
        breaches.push({
          visibleAt,
          minuteAt: at,
          targetGroup,
          kind: 'unhealthy',
          requests: requests.get(minute) ?? 0,
        });
    });
  return { shares, alarms, breaches, onShare: (listener) => void listeners.push(listener), stop };
}

/** More than five in a hundred took longer than a second. */
function isSlow(values: readonly { value: number; count: number }[]): boolean {
  const count = (all: readonly { count: number }[]) =>
    all.reduce((sum, each) => sum + each.count, 0);
  return count(values.filter(({ value }) => value > LATENCY_SECONDS_MAX)) > TAIL * count(values);
}

/** The slot that does not serve before a release is the candidate's. */
export function candidateSlot(shares: readonly Share[], site: Site, before: number): SiteSlot {
  const last = shares.filter((share) => share.site === site && share.at <= before).at(-1);
  return last !== undefined && last.percents.b > 0 ? 'a' : 'b';
}
