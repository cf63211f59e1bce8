// Elastic Load Balancing v2: application load balancers, whose data plane lags behind what it was told.
import { defineService } from '../../host/service.ts';
import { createElb } from './elb.ts';
import { createHealthChecks } from './health.ts';
import { createListenerOperations } from './listeners.ts';
import { createLoadBalancerOperations } from './load-balancers.ts';
import { createMeter } from './metrics.ts';
import { createPeer } from './peer.ts';
import { createRuleOperations } from './rules.ts';
import { createTagOperations } from './tags.ts';
import { createTargetGroupOperations } from './target-groups.ts';
import { createTargetOperations } from './targets.ts';

export const elasticloadbalancing = defineService({
  id: 'elasticloadbalancing',
  load: () => import('@aws-sdk/client-elastic-load-balancing-v2'),
  create(host) {
    const elb = createElb(host);
    const checks = createHealthChecks(elb);
    const meter = createMeter(elb);
    elb.onTargetState.add(() => meter.refresh());
    return {
      operations: {
        ...createLoadBalancerOperations(elb, checks),
        ...createListenerOperations(elb, checks),
        ...createRuleOperations(elb, checks),
        ...createTargetGroupOperations(elb, checks),
        ...createTargetOperations(elb, checks),
        ...createTagOperations(elb),
      },
      peer: createPeer(elb, { checks, meter }),
    };
  },
});
