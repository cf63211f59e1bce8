// Where the users of a place come in.
import type { Site } from '../core/contract/site.ts';

/** Of one service, both listeners speak the same. */
export const doorOf = ({ loadBalancerMetricName, tlsName }: Site) => ({
  loadBalancer: loadBalancerMetricName.split('/')[1],
  port: tlsName === '' ? 80 : 443,
});
