// Application Auto Scaling for ECS services: it may interfere with a deployment, and it can be suspended.
import type * as Sdk from '@aws-sdk/client-application-auto-scaling';
import { defineService } from '../../host/service.ts';
import { policyOperations } from './policies.ts';
import type { AutoScalingState } from './state.ts';
import { targetOperations } from './targets.ts';

export const applicationAutoscaling = defineService<typeof Sdk, undefined>({
  id: 'application-autoscaling',
  load: () => import('@aws-sdk/client-application-auto-scaling'),
  create(host) {
    const state: AutoScalingState = { targets: new Map() };
    return {
      operations: { ...targetOperations(host, state), ...policyOperations(host, state) },
      peer: undefined,
    };
  },
});
