// What it takes to run checks: what they call, by name, and a revision of their own for tasks that try the new image.
import { Stack } from 'aws-cdk-lib';
import { assertNever } from '../../core/assert.ts';
import type { Check, EcsTaskCheck } from '../../core/spec/spec.ts';
import { allow, allowRule, arnIn, familyArns } from './grants.ts';
import type { ReleaseFunctions } from './release-functions.ts';
import type { ReleaseMachines } from './release-machines.ts';

/** Where checks of the kind `ecs-task` run, and the roles that their tasks assume. */
export interface CheckTasks {
  readonly clusterArn: string;
  readonly subnetIds: readonly string[];
  readonly taskRoleArns: readonly string[];
}

/** Those who run checks: a machine, and the function that registers revisions. */
export interface CheckRunners {
  readonly machines: ReleaseMachines;
  readonly functions: ReleaseFunctions;
}

/** Who runs a task, or registers what will run, passes its roles. */
export function grantTaskRoles(
  { machines, functions }: CheckRunners,
  { taskRoleArns }: Pick<CheckTasks, 'taskRoleArns'>,
): void {
  for (const runner of [machines.all['run-checks'], functions.all['prepare-check']]) {
    allow(runner, {
      actions: ['iam:PassRole'],
      resources: taskRoleArns,
      conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    });
  }
}

export function grantChecks(runners: CheckRunners, checks: readonly Check[]): void {
  for (const check of checks) grantCheck(runners, check);
}

function grantCheck(runners: CheckRunners, check: Check): void {
  const machine = runners.machines.all['run-checks'];
  switch (check.kind) {
    case 'http':
      break;
    case 'lambda':
      allow(machine, {
        actions: ['lambda:InvokeFunction'],
        resources: [arnIn(Stack.of(machine), 'lambda', `function:${check.functionName}`)],
      });
      break;
    case 'codebuild':
      grantBuild(machine, check.project);
      break;
    case 'ecs-task':
      grantTask(runners, check);
      break;
    default:
      assertNever(check);
  }
}

function grantTask(
  { machines, functions }: CheckRunners,
  { taskFamily, image }: EcsTaskCheck,
): void {
  const machine = machines.all['run-checks'];
  const stack = Stack.of(machine);
  const family = familyArns(stack, taskFamily);
  const tasks = [arnIn(stack, 'ecs', 'task/*')];
  allow(machine, { actions: ['ecs:RunTask'], resources: family });
  for (const action of ['ecs:DescribeTasks', 'ecs:StopTask']) {
    allow(machine, { actions: [action], resources: tasks });
  }
  allowRule(machine, 'StepFunctionsGetEventsForECSTaskRule');
  if (image === 'own') return;
  const registrar = functions.all['prepare-check'];
  allow(registrar, { actions: ['ecs:TagResource'], resources: family });
  // AWS evaluates no resource for the one, and nobody knows whether it does for the other.
  for (const action of ['ecs:DescribeTaskDefinition', 'ecs:RegisterTaskDefinition']) {
    allow(registrar, { actions: [action], resources: ['*'] });
  }
}

export function grantBuild(machine: ReleaseMachines['all']['release'], project: string): void {
  const resources = [arnIn(Stack.of(machine), 'codebuild', `project/${project}`)];
  for (const action of ['StartBuild', 'StopBuild', 'BatchGetBuilds']) {
    allow(machine, { actions: [`codebuild:${action}`], resources });
  }
  allowRule(machine, 'StepFunctionsGetEventForCodeBuildStartBuildRule');
}
