// Who gets a connection to a load balancer at all: where they come from, and what its security groups say of it.
import type { Connection } from '../../host/load-balancing-peer.ts';
import { letsIn } from '../../network/ingress.ts';
import { originOf } from '../../network/origin.ts';
import type { Elb } from './elb.ts';
import { listenerAt } from './http.ts';

export function letsConnect(elb: Elb, { url, from }: Connection): boolean {
  const listener = listenerAt(elb, new URL(url));
  if (listener === undefined) return true;
  const { networks } = elb.host;
  const { Scheme, AvailabilityZones = [], SecurityGroups = [] } = listener.loadBalancer.settings;
  const origin = originOf(networks, from, {
    scheme: Scheme ?? 'internet-facing',
    subnetIds: AvailabilityZones.flatMap(({ SubnetId }) => SubnetId ?? []),
  });
  return letsIn(networks, {
    groupIds: SecurityGroups,
    port: listener.settings.Port ?? 0,
    origin,
  });
}
