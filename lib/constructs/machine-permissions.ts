// What the machines may do without a function in between: what their texts call, where it is, and nothing else.
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Build } from '../../core/spec/spec.ts';
import { grantBuild } from './check-permissions.ts';
import { type Allowance, allow } from './grants.ts';
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
  // IAM's reference lists no resource for these two: what names the group might never match.
  'codedeploy:ContinueDeployment': ({ codeDeploy }) => codeDeploy && '*',
  'codedeploy:StopDeployment': ({ codeDeploy }) => codeDeploy && '*',
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

export function grantSite(
  machines: ReleaseMachines,
  { arns, build }: { readonly arns: SiteArns; readonly build: Build },
): void {
  for (const [name, machine] of machines.each()) {
    for (const action of actionsIn(machineText(name))) {
      permit(machine, action, AT_SITE[action]?.(arns));
    }
  }
  if (build.kind === 'source') grantBuild(machines.all.release, build.project);
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
