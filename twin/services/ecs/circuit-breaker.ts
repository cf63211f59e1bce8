// After how many failed tasks in a row a deployment is given up.
import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';

const BOUNDS = { min: 3, max: 200 };

/** Undefined where the circuit breaker is off. */
export function failureThreshold(
  { deploymentCircuitBreaker: breaker }: DeploymentConfiguration,
  desiredCount: number,
): number | undefined {
  if (breaker?.enable !== true) return undefined;
  const { type = 'BOUNDED_PERCENT', value = 50 } = breaker.thresholdConfiguration ?? {};
  const share = Math.ceil((value * desiredCount) / 100);
  if (type === 'COUNT') return value;
  if (type === 'UNBOUNDED_PERCENT') return Math.max(1, share);
  return Math.min(BOUNDS.max, Math.max(BOUNDS.min, share));
}

/** A task that becomes healthy wipes out the failures before it, unless that is switched off. */
export const forgivesOnHealthyTask = (configuration: DeploymentConfiguration): boolean =>
  configuration.deploymentCircuitBreaker?.resetOnHealthyTask ?? true;
