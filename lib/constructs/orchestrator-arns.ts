// What belongs to an orchestrator, as permissions name it. Machines by name: what waits also starts the rollback, which wakes what waits.
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { MachineName } from '../../core/contract/substitutions.ts';
import { arnIn } from './grants.ts';

export interface OrchestratorArns {
  readonly table: string;
  readonly indexes: string;
  readonly registry: string;
  readonly bus: string;
  readonly topics: readonly string[];
  /** By machine: the machine, and all of its executions. */
  readonly machine: (name: MachineName) => string;
  readonly executions: (name: MachineName) => string;
  /** Machines that wait with a task token. */
  readonly waiting: readonly string[];
}

/** Machines that wait with a task token: an alarm or an operator wakes them. */
const WAITING: readonly MachineName[] = [
  'visit-environment',
  'walk-phases',
  'switch-traffic',
  'guard-environment',
  'deploy-rolling',
];

export interface OrchestratorNames {
  readonly name: string;
  readonly registryPrefix: string;
  readonly tableArn: string;
  readonly topicArns: readonly string[];
}

export function orchestratorArns(
  scope: Construct,
  { name: prefix, registryPrefix, tableArn, topicArns }: OrchestratorNames,
): OrchestratorArns {
  const stack = Stack.of(scope);
  const machine = (name: MachineName) => arnIn(stack, 'states', `stateMachine:${prefix}-${name}`);
  return {
    table: tableArn,
    indexes: `${tableArn}/index/*`,
    registry: arnIn(stack, 'ssm', `parameter${registryPrefix}/*`),
    bus: arnIn(stack, 'events', 'event-bus/default'),
    topics: topicArns,
    machine,
    executions: (name) => arnIn(stack, 'states', `execution:${prefix}-${name}:*`),
    waiting: WAITING.map(machine),
  };
}
