// Targets: registered, checked, drained, gone.
import type {
  TargetDescription,
  TargetHealth,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { TargetAddress, TargetState } from '../../host/load-balancing-peer.ts';
import type { Operations } from '../../host/operations.ts';
import { type Elb, isInUse, type Sdk } from './elb.ts';
import { find, invalid } from './errors.ts';
import { DRAINING, enter, type HealthChecks, INITIAL, NOT_REGISTERED, UNUSED } from './health.ts';
import type { TargetGroup } from './state.ts';

const DRAIN_ATTRIBUTE = 'deregistration_delay.timeout_seconds';
const DEFAULT_DRAIN_SECONDS = 300;

type TargetOperations = Pick<
  Operations<Sdk>,
  'RegisterTargets' | 'DeregisterTargets' | 'DescribeTargetHealth'
>;

export const createTargetOperations = (elb: Elb, checks: HealthChecks): TargetOperations => ({
  RegisterTargets({ TargetGroupArn, Targets = [] }) {
    const group = find(elb.state.targetGroups, TargetGroupArn, 'TargetGroup');
    for (const target of Targets) register(elb, checks, { group, address: address(group, target) });
    return {};
  },

  DeregisterTargets({ TargetGroupArn, Targets = [] }) {
    const group = find(elb.state.targetGroups, TargetGroupArn, 'TargetGroup');
    for (const target of Targets) deregister(elb, group, address(group, target));
    return {};
  },

  DescribeTargetHealth({ TargetGroupArn, Targets }) {
    const group = find(elb.state.targetGroups, TargetGroupArn, 'TargetGroup');
    const asked =
      Targets?.map((target) => address(group, target)) ??
      [...group.targets.values()].map((target) => target.address);
    return { TargetHealthDescriptions: asked.map((each) => describe(group, each)) };
  },
});

export function register(
  elb: Elb,
  checks: HealthChecks,
  { group, address: at }: { group: TargetGroup; address: TargetAddress },
): void {
  const known = group.targets.get(key(at));
  if (known !== undefined && known.status.state !== 'draining') return;
  known?.draining?.cancel();
  const status = isInUse(elb, group) ? INITIAL : UNUSED;
  const target = known ?? { address: at, status, streak: 0, draining: undefined };
  group.targets.set(key(at), target);
  enter(elb, { group, target, to: status });
  checks.refresh(group);
}

/** A target drains for the whole delay: AWS shows it so even where no request is left. */
export function deregister(elb: Elb, group: TargetGroup, at: TargetAddress): void {
  const target = group.targets.get(key(at));
  if (target === undefined || target.status.state === 'draining') return;
  const forget = () => {
    group.targets.delete(key(at));
    enter(elb, { group, target, to: NOT_REGISTERED });
  };
  if (isInUse(elb, group)) {
    enter(elb, { group, target, to: DRAINING });
    target.draining = elb.host.clock.after(drainSeconds(group) * 1000, forget);
  } else forget();
}

export const stateOf = (group: TargetGroup, at: TargetAddress): TargetState =>
  group.targets.get(key(at))?.status ?? NOT_REGISTERED;

export const drainSeconds = (group: TargetGroup): number =>
  Number(group.attributes[DRAIN_ATTRIBUTE] ?? DEFAULT_DRAIN_SECONDS);

const key = ({ id, port }: TargetAddress): string => `${id}:${port}`;

function address(group: TargetGroup, { Id, Port }: TargetDescription): TargetAddress {
  const port = Port ?? group.settings.Port;
  if (Id === undefined || port === undefined)
    throw invalid('A target must have an id, and a port where its group has none');
  return { id: Id, port };
}

function describe(group: TargetGroup, at: TargetAddress): TargetHealthDescription {
  const { state, reason } = stateOf(group, at);
  return {
    Target: { Id: at.id, Port: at.port },
    HealthCheckPort: String(at.port),
    TargetHealth: {
      State: state,
      ...(reason === undefined ? {} : { Reason: reason as TargetHealth['Reason'] }),
      ...(DESCRIPTIONS[reason ?? ''] ?? {}),
    },
  };
}

const DESCRIPTIONS: Readonly<Record<string, { Description: string }>> = {
  'Elb.RegistrationInProgress': { Description: 'Target registration is in progress' },
  'Target.NotInUse': {
    Description: 'Target group is not configured to receive traffic from the load balancer',
  },
  'Target.NotRegistered': { Description: 'Target is not registered to the target group' },
  'Target.DeregistrationInProgress': { Description: 'Target deregistration is in progress' },
  'Target.ResponseCodeMismatch': { Description: 'Health checks failed with these codes: [503]' },
  'Target.Timeout': { Description: 'Request timed out' },
  'Target.FailedHealthChecks': { Description: 'Health checks failed' },
};
