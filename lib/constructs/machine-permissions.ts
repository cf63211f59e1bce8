// What the machines may do without a function in between: what their texts call, where it is, and nothing else.
import { Stack } from 'aws-cdk-lib';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { assertNever } from '../../core/assert.ts';
import type { Check, Spec } from '../../core/spec/spec.ts';
import { type Allowance, allow, allowRule, arnIn } from './grants.ts';
import { actionsIn, machineText } from './machine-texts.ts';
import type { OrchestratorArns } from './orchestrator-arns.ts';
import type { ReleaseMachines } from './release-machines.ts';
import type { SiteArns } from './release-permissions.ts';

type Where<T> = (arns: T) => string | readonly string[] | undefined;

/** Calls about Spillway's own things. */
const OWN: Readonly<Record<string, Where<OrchestratorArns>>> = {
  'dynamodb:GetItem': ({ table }) => table,
  'dynamodb:UpdateItem': ({ table }) => table,
  'dynamodb:Query': ({ indexes }) => indexes,
  'ssm:GetParameter': ({ registry }) => registry,
  'states:SendTaskFailure': ({ waiting }) => waiting,
};

/** Calls about a place; undefined where its engine needs no such call. */
const AT_SITE: Readonly<Record<string, Where<SiteArns>>> = {
  'codedeploy:GetDeployment': ({ codeDeploy }) => codeDeploy?.deploymentGroup,
  'codedeploy:ListDeployments': ({ codeDeploy }) => codeDeploy?.deploymentGroup,
  'codedeploy:ContinueDeployment': ({ codeDeploy }) => codeDeploy?.deploymentGroup,
  'codedeploy:StopDeployment': ({ codeDeploy }) => codeDeploy?.deploymentGroup,
  'elasticloadbalancing:DeleteRule': ({ codeDeploy, listenerRules }) => codeDeploy && listenerRules,
  // AWS offers no narrower resource for this read.
  'elasticloadbalancing:DescribeRules': ({ codeDeploy }) => codeDeploy && '*',
  'ecs:UpdateService': ({ codeDeploy, service }) => (codeDeploy ? undefined : service),
  'ecs:DescribeServices': ({ codeDeploy, service }) => (codeDeploy ? undefined : service),
};

/** Calls that are granted one by one: to machines, functions, projects and tasks that are known by name. */
const BY_NAME = [
  'states:StartExecution',
  'lambda:InvokeFunction',
  'codebuild:StartBuild',
  'ecs:RunTask',
];

/** What machines write is where a task waits; the ledger is not theirs. */
const PLACES_ONLY = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['SERVICE#*'] } };

export function grantOwn(machines: ReleaseMachines, arns: OrchestratorArns): void {
  for (const [name, machine] of machines.each()) {
    for (const action of actionsIn(machineText(name))) {
      const where = OWN[action];
      if (where !== undefined) {
        permit(machine, action, where(arns), action === 'dynamodb:UpdateItem' ? PLACES_ONLY : {});
      } else if (AT_SITE[action] === undefined && !BY_NAME.includes(action)) {
        throw new Error(`the machine ${name} calls ${action}, and nothing says on what it may`);
      }
    }
  }
}

export interface MachineSite {
  readonly arns: SiteArns;
  readonly spec: Spec;
  readonly environment: string;
}

export function grantSite(
  machines: ReleaseMachines,
  { arns, spec, environment }: MachineSite,
): void {
  for (const [name, machine] of machines.each()) {
    for (const action of actionsIn(machineText(name))) {
      permit(machine, action, AT_SITE[action]?.(arns));
    }
  }
  const checks = spec.environments.find(({ name }) => name === environment)?.checks ?? [];
  for (const check of checks) grantCheck(machines.all['run-checks'], check);
  if (spec.build.kind === 'source') grantBuild(machines.all.release, spec.build.project);
}

function grantCheck(machine: sfn.StateMachine, check: Check): void {
  const stack = Stack.of(machine);
  switch (check.kind) {
    case 'http':
      break;
    case 'lambda':
      permit(machine, 'lambda:InvokeFunction', [
        arnIn(stack, 'lambda', `function:${check.functionName}`),
      ]);
      break;
    case 'codebuild':
      grantBuild(machine, check.project);
      break;
    case 'ecs-task': {
      const family = arnIn(stack, 'ecs', `task-definition/${check.taskFamily}`);
      permit(machine, 'ecs:RunTask', [family, `${family}:*`]);
      const tasks = arnIn(stack, 'ecs', 'task/*');
      permit(machine, 'ecs:DescribeTasks', tasks);
      permit(machine, 'ecs:StopTask', tasks);
      allowRule(machine, 'StepFunctionsGetEventsForECSTaskRule');
      break;
    }
    default:
      assertNever(check);
  }
}

function grantBuild(machine: sfn.StateMachine, project: string): void {
  const arn = arnIn(Stack.of(machine), 'codebuild', `project/${project}`);
  for (const action of ['StartBuild', 'StopBuild', 'BatchGetBuilds']) {
    permit(machine, `codebuild:${action}`, arn);
  }
  allowRule(machine, 'StepFunctionsGetEventForCodeBuildStartBuildRule');
}

/** A machine may do this there, if there is a there. */
function permit(
  machine: sfn.StateMachine,
  action: string,
  where: string | readonly string[] | undefined,
  conditions: NonNullable<Allowance['conditions']> = {},
): void {
  if (where === undefined) return;
  const resources = typeof where === 'string' ? [where] : where;
  allow(machine, { actions: [action], resources, conditions });
}
