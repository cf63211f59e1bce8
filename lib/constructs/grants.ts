// Writing permissions into roles. What is allowed again, somewhere else, joins the statement that is there.
import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';

export interface Allowance {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;
}

/** CDK spreads statements over several policies, but cannot split one: 6,144 characters are a policy's end. */
const RESOURCES_MAX = 20;

/** By role: a policy has a size, and one statement for each purpose is what people can read. */
const statements = new WeakMap<iam.IPrincipal, Map<string, iam.PolicyStatement>>();

export function allow(
  { grantPrincipal }: iam.IGrantable,
  { actions, resources, conditions = {} }: Allowance,
): void {
  // Tasks without roles, for one: nothing is passed then.
  if (resources.length === 0) return;
  const known = statements.get(grantPrincipal) ?? new Map<string, iam.PolicyStatement>();
  statements.set(grantPrincipal, known);
  const purpose = JSON.stringify([actions, conditions]);
  const statement = known.get(purpose);
  if (statement !== undefined && statement.resources.length < RESOURCES_MAX) {
    statement.addResources(...resources);
    return;
  }
  const fresh = new iam.PolicyStatement({
    actions: [...actions],
    resources: [...resources],
    conditions,
  });
  known.set(purpose, fresh);
  grantPrincipal.addToPrincipalPolicy(fresh);
}

/** The rules by which Step Functions learns of an end; it manages them under these names. */
export function allowRule(machine: sfn.StateMachine, rule: string): void {
  allow(machine, {
    actions: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
    resources: [arnIn(Stack.of(machine), 'events', `rule/${rule}`)],
  });
}

/** `arn:aws:<service>:<region>:<account>:<resource>` of a stack. */
export const arnIn = (stack: Stack, service: string, resource: string): string =>
  `arn:${stack.partition}:${service}:${stack.region}:${stack.account}:${resource}`;

/** Alone, as a family that gets its next revision, and with any number. */
export function familyArns(stack: Stack, family: string): readonly string[] {
  const alone = arnIn(stack, 'ecs', `task-definition/${family}`);
  return [alone, `${alone}:*`];
}
