// What the machines do themselves at a site, without a function in between.

import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { assertNever } from '../../core/assert.ts';
import type { MachineName } from '../../core/contract/substitutions.ts';
import type { Check, Spec } from '../../core/spec/spec.ts';
import type { ReleaseMachines } from './release-machines.ts';
import { arnIn, type SiteArns } from './release-permissions.ts';
import type { IReleaseSite } from './release-site.ts';

export interface MachineSite {
  readonly arns: SiteArns;
  readonly site: IReleaseSite;
  readonly spec: Spec;
  readonly environment: string;
}

export function grantMachines(machines: ReleaseMachines, place: MachineSite): void {
  const { arns, site, spec, environment } = place;
  const allow = (machine: MachineName, actions: string[], resources: readonly string[]) => {
    machines.all[machine].addToRolePolicy(
      new iam.PolicyStatement({ actions, resources: [...resources] }),
    );
  };
  if (site.controller === 'codedeploy') {
    const group = [arns.deploymentGroup];
    allow(
      'deploy-codedeploy',
      ['codedeploy:GetDeployment', 'codedeploy:ContinueDeployment'],
      group,
    );
    allow('switch-traffic', ['codedeploy:ContinueDeployment'], group);
    allow('switch-traffic', ['elasticloadbalancing:DeleteRule'], arns.listenerRules);
    allow('rollback', ['codedeploy:StopDeployment', 'codedeploy:ListDeployments'], group);
    allow('rollback', ['elasticloadbalancing:DeleteRule'], arns.listenerRules);
    allow('rollback', ['elasticloadbalancing:DescribeRules'], ['*']);
  } else {
    allow('deploy-rolling', ['ecs:UpdateService', 'ecs:DescribeServices'], [arns.service]);
    allow('settle-rollback', ['ecs:UpdateService'], [arns.service]);
  }
  const checks = spec.environments.find(({ name }) => name === environment)?.checks ?? [];
  for (const check of checks) grantCheck(machines, check);
  if (spec.build.kind === 'source') grantBuild(machines, 'release', spec.build.project);
}

function grantCheck(machines: ReleaseMachines, check: Check): void {
  const machine = machines.all['run-checks'];
  const stack = Stack.of(machine);
  const allow = (actions: string[], resources: string[]) =>
    machine.addToRolePolicy(new iam.PolicyStatement({ actions, resources }));
  switch (check.kind) {
    case 'http':
      break;
    case 'lambda':
      allow(['lambda:InvokeFunction'], [arnIn(stack, 'lambda', `function:${check.functionName}`)]);
      break;
    case 'codebuild':
      grantBuild(machines, 'run-checks', check.project);
      break;
    case 'ecs-task': {
      const family = arnIn(stack, 'ecs', `task-definition/${check.taskFamily}`);
      allow(['ecs:RunTask'], [family, `${family}:*`]);
      allow(['ecs:DescribeTasks', 'ecs:StopTask'], [arnIn(stack, 'ecs', 'task/*')]);
      allowRule(machines, 'run-checks', 'StepFunctionsGetEventsForECSTaskRule');
      break;
    }
    default:
      assertNever(check);
  }
}

function grantBuild(machines: ReleaseMachines, name: MachineName, project: string): void {
  const machine = machines.all[name];
  machine.addToRolePolicy(
    new iam.PolicyStatement({
      actions: ['codebuild:StartBuild', 'codebuild:BatchGetBuilds', 'codebuild:StopBuild'],
      resources: [arnIn(Stack.of(machine), 'codebuild', `project/${project}`)],
    }),
  );
  allowRule(machines, name, 'StepFunctionsGetEventForCodeBuildStartBuildRule');
}

/** The rules by which Step Functions learns of an end; it manages them under these names. */
function allowRule(machines: ReleaseMachines, name: MachineName, rule: string): void {
  const machine = machines.all[name];
  machine.addToRolePolicy(
    new iam.PolicyStatement({
      actions: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
      resources: [arnIn(Stack.of(machine), 'events', `rule/${rule}`)],
    }),
  );
}
