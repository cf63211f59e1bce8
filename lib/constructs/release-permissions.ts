// What each function and machine may do: exact actions on exact resources, in one table that reads like a policy.
import type { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { AnyFunctionName } from './release-functions.ts';

/** Everything of a service in an environment that a permission can name. */
export interface SiteArns {
  readonly service: string;
  readonly taskDefinitionFamily: string;
  readonly taskRoles: readonly string[];
  readonly repository: string;
  readonly listeners: readonly string[];
  readonly listenerRules: readonly string[];
  readonly application: string;
  readonly deploymentGroup: string;
  readonly deploymentConfigurations: string;
  readonly alarms: string;
  readonly scalableTarget: string;
}

export interface Grant {
  readonly to: readonly AnyFunctionName[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Record<string, Record<string, string | readonly string[]>>;
}

/** AWS offers no narrower resource for these reads. */
const ANY = ['*'];

export function siteGrants(site: SiteArns): readonly Grant[] {
  const readers: readonly AnyFunctionName[] = [
    'prepare-deployment',
    'shift-traffic',
    'verify-promotion',
    'decide-rollback',
    'finish-rollback',
    'lower-traffic',
    'sweep-releases',
  ];
  const ofDeployments: readonly AnyFunctionName[] = [
    'prepare-deployment',
    'shift-traffic',
    'judge-phase',
    'decide-rollback',
    'finish-rollback',
  ];
  const deployments = [
    ...(site.deploymentGroup === ''
      ? []
      : [
          grant(
            ofDeployments,
            [
              'codedeploy:GetDeployment',
              'codedeploy:GetDeploymentTarget',
              'codedeploy:ListDeployments',
            ],
            [site.deploymentGroup],
          ),
          grant(
            ['prepare-deployment', 'decide-rollback'],
            ['codedeploy:CreateDeployment'],
            [site.deploymentGroup],
          ),
          grant(
            ['prepare-deployment', 'decide-rollback'],
            [
              'codedeploy:RegisterApplicationRevision',
              'codedeploy:GetApplicationRevision',
              'codedeploy:GetApplication',
            ],
            [site.application],
          ),
          grant(['finish-rollback'], ['codedeploy:ContinueDeployment'], [site.deploymentGroup]),
          grant(
            ['prepare-deployment', 'decide-rollback'],
            ['codedeploy:GetDeploymentConfig'],
            [site.deploymentConfigurations],
          ),
          grant(
            ['shift-traffic'],
            ['elasticloadbalancing:CreateRule', 'elasticloadbalancing:AddTags'],
            [...site.listeners, ...site.listenerRules],
          ),
          grant(
            ['shift-traffic', 'lower-traffic'],
            ['elasticloadbalancing:ModifyRule'],
            site.listenerRules,
          ),
          grant(
            ['shift-traffic', 'sweep-releases'],
            ['elasticloadbalancing:DeleteRule'],
            site.listenerRules,
          ),
        ]),
  ];
  return [
    ...deployments,
    grant(
      readers,
      [
        'elasticloadbalancing:DescribeRules',
        'elasticloadbalancing:DescribeListeners',
        'elasticloadbalancing:DescribeTargetHealth',
      ],
      ANY,
    ),
    grant(
      ['prepare-deployment', 'verify-promotion', 'decide-rollback', 'finish-rollback'],
      ['ecs:DescribeServices'],
      [site.service],
    ),
    grant(
      ['prepare-deployment', 'verify-promotion', 'decide-rollback'],
      ['ecs:DescribeTaskDefinition'],
      ANY,
    ),
    grant(
      ['prepare-deployment'],
      ['ecs:RegisterTaskDefinition', 'ecs:TagResource'],
      [site.taskDefinitionFamily],
    ),
    {
      ...grant(['prepare-deployment'], ['iam:PassRole'], site.taskRoles),
      conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    },
    grant(
      [
        'admit-release',
        'verify-artifact',
        'prepare-deployment',
        'decide-rollback',
        'sweep-releases',
      ],
      ['ecr:DescribeImages'],
      [site.repository],
    ),
    grant(
      ['verify-artifact'],
      ['ecr:DescribeImageScanFindings', 'ecr:BatchGetImage'],
      [site.repository],
    ),
    // Composite alarms cannot be named in a policy.
    grant(['prepare-deployment', 'judge-phase'], ['cloudwatch:DescribeAlarms'], ANY),
    grant(['judge-phase'], ['cloudwatch:GetMetricData'], ANY),
    grant(
      ['prepare-deployment', 'finish-environment', 'finish-rollback'],
      ['application-autoscaling:RegisterScalableTarget'],
      [site.scalableTarget],
    ),
  ];
}

const grant = (
  to: readonly AnyFunctionName[],
  actions: readonly string[],
  resources: readonly string[],
): Grant => ({ to, actions, resources });

export function applyGrant(
  { to, actions, resources, conditions }: Grant,
  roleOf: (name: AnyFunctionName) => iam.IRole | undefined,
): void {
  for (const name of to) {
    roleOf(name)?.addToPrincipalPolicy(
      new iam.PolicyStatement({
        actions: [...actions],
        resources: [...resources],
        ...(conditions === undefined ? {} : { conditions }),
      }),
    );
  }
}

/** `arn:aws:<service>:<region>:<account>:<resource>` of a stack. */
export const arnIn = (stack: Stack, service: string, resource: string): string =>
  `arn:${stack.partition}:${service}:${stack.region}:${stack.account}:${resource}`;
