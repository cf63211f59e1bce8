/** E231 to E238: why a valid spec cannot be executed where it should be. */
import type { ErrorEntries } from '../errors/entry.ts';
import type { ProblemDetails, Severity } from '../errors/problem.ts';
import type { Path } from '../spec/path.ts';

export const planErrors = {
  E231: {
    severity: 'error',
    title: 'The engine cannot do this strategy',
    why: 'An engine that was asked for is used or refused; it is never replaced by another one in silence.',
    example: 'engine: rolling\nenvironments:\n  - name: production\n    strategy: { kind: canary }',
    fix: 'Leave `engine` at `auto`, or choose a strategy that the engine can do.',
  },
  E232: {
    severity: 'error',
    title: 'Longer than CodeDeploy waits',
    why: 'All phases below 100 % happen while the deployment waits at READY. When that wait ends, CodeDeploy stops.',
    example:
      'phases:\n  - { weight: 10, bake: 40h }\n  - { weight: 50, bake: 10h }\n  - { weight: 100 }',
    fix: 'Shorten the bakes, the checks or the gates between phases.',
  },
  E233: {
    severity: 'error',
    title: 'The environment lacks what the strategy needs',
    why: 'Traffic can only be split by an application load balancer, in front of a service that CodeDeploy deploys.',
    example: 'strategy: { kind: canary }   # in front of it: a network load balancer',
    fix: 'Change the strategy, or the deployment controller, load balancer or test listener of the service.',
  },
  E234: {
    severity: 'error',
    title: 'No gradual rollback here',
    why: 'A rollback in steps needs weights, and the ECS scheduler has none.',
    example: 'strategy: { kind: rolling }\nrollback: { kind: gradual }',
    fix: 'Use an immediate rollback, or a strategy with two fleets.',
  },
  E235: {
    severity: 'error',
    title: 'Soak without an environment before',
    why: 'A soak asks how long the environment before has served this version. The first one has none before it.',
    example: 'environments:\n  - name: staging\n    gates: [{ soak: 1h }]',
    fix: 'Move the gate to a later environment.',
  },
  E236: {
    severity: 'error',
    title: 'Unknown environment',
    why: 'The service is not registered there, so nothing is known about what runs.',
    example: 'environments:\n  - name: prodution',
    fix: 'Correct the name, or register the service in that environment.',
  },
  W237: {
    severity: 'warning',
    title: 'Checks after the rollout',
    why: 'A rolling deployment gives the new version users as soon as it is healthy. It cannot be reached before.',
    example: 'strategy: { kind: rolling }\nchecks: [{ kind: http, path: /health }]',
    fix: 'Nothing, if that is acceptable. Otherwise use blue-green or canary.',
  },
  E238: {
    severity: 'error',
    title: 'Checks that nobody would answer',
    why: 'The test listener lets in few, and whoever is not among them waits in vain, and so would every release. The name of an internet-facing load balancer leads to public addresses, within its own network too, so that http checks come to it from the NAT gateways of the `vpc` of the orchestrator. Without a `vpc` they come from addresses that change.',
    example:
      'E238 shop $.environments[0].checks: in production, the load balancer has public addresses, and its test listener admits none of those that http checks come from',
    fix: 'Give the orchestrator a `vpc`. Name the public addresses of its NAT gateways in `testPeers`, where the app does not make them itself. Or make the load balancer internal.',
  },
} as const satisfies ErrorEntries;

export type PlanProblemCode = keyof typeof planErrors;

/** Before its place in the file is looked up: the path is into the spec. */
export interface PlanProblem extends ProblemDetails {
  readonly code: PlanProblemCode;
  readonly path: Path;
}

export function severityOf({ code }: PlanProblem): Severity {
  return planErrors[code].severity;
}
