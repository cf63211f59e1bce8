// Names and ARNs in AWS's form.
import type { ServiceHost } from '../../host/service.ts';
import { invalid } from './errors.ts';
import type { Listener, LoadBalancer } from './state.ts';

const SERVICE = 'elasticloadbalancing';
const ID_LENGTH = 16;

export function nameLoadBalancer(host: ServiceHost, name: string, scheme: string) {
  const fullName = `app/${name}/${host.ids.hex(ID_LENGTH)}`;
  const digits = `${1_000_000_000 + host.random.below(1_000_000_000)}`;
  const prefix = scheme === 'internal' ? 'internal-' : '';
  return {
    fullName,
    arn: host.arn(SERVICE, `loadbalancer/${fullName}`),
    dnsName: `${prefix}${name}-${digits}.${host.region}.elb.amazonaws.com`,
  };
}

export const nameListener = (host: ServiceHost, { fullName }: LoadBalancer): string =>
  host.arn(SERVICE, `listener/${fullName}/${host.ids.hex(ID_LENGTH)}`);

export const nameRule = (host: ServiceHost, { arn }: Pick<Listener, 'arn'>): string =>
  `${arn.replace(':listener/', ':listener-rule/')}/${host.ids.hex(ID_LENGTH)}`;

export function nameTargetGroup(host: ServiceHost, name: string) {
  const fullName = `targetgroup/${name}/${host.ids.hex(ID_LENGTH)}`;
  return { fullName, arn: host.arn(SERVICE, fullName) };
}

/** Up to 32 letters, digits and hyphens, with no hyphen at either end. */
export function checkName(kind: string, name: string | undefined): string {
  if (name === undefined || !/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/.test(name))
    throw invalid(
      `The ${kind} name '${name}' must contain 1 to 32 characters, only letters, digits and hyphens, and must not begin or end with a hyphen`,
    );
  return name;
}
