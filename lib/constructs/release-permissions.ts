// What each function may do: exact actions on exact resources, in one table that reads like a policy.
import type { Allowance } from './grants.ts';
import type { OrchestratorArns } from './orchestrator-arns.ts';
import type { AnyFunctionName } from './release-functions.ts';

/** Everything of a service in an environment that a permission can name. */
export interface SiteArns {
  readonly service: string;
  /** Where AWS looks for the right to tag a revision that has no number yet: nothing says in which of the two forms. */
  readonly taskDefinitionFamily: readonly string[];
  readonly taskRoles: readonly string[];
  readonly repository: string;
  readonly listener: string;
  readonly listenerRules: string;
  /** Absent where the scheduler of ECS replaces tasks. */
  readonly codeDeploy?: {
    readonly application: string;
    readonly deploymentGroup: string;
    readonly configurations: readonly string[];
  };
  /** Of the whole account: the ids of single ones are unknown beforehand. Absent where nothing scales. */
  readonly scalableTargets?: string;
}

export interface Grant extends Allowance {
  readonly to: readonly AnyFunctionName[];
}

/** AWS offers no narrower resource for these reads. */
const ANY = ['*'];

/** Who writes into the ledger, by what that takes: some only add events, most also change a place. */
const APPENDERS: readonly AnyFunctionName[] = ['record-step', 'verify-artifact', 'lower-traffic'];
const WRITERS: readonly AnyFunctionName[] = [
  'admit-release',
  'take-turn',
  'check-gate',
  'prepare-deployment',
  'shift-traffic',
  'judge-phase',
  'send-requests',
  'verify-promotion',
  'decide-rollback',
  'finish-rollback',
  'finish-environment',
  'finish-release',
  'operate-release',
];
/** Whose events people hear of. The sweep repeats what could not be said. */
const TELLERS: readonly AnyFunctionName[] = [
  'admit-release',
  'take-turn',
  'check-gate',
  'judge-phase',
  'decide-rollback',
  'finish-rollback',
  'finish-release',
  'operate-release',
  'sweep-releases',
];
/** One execution of these at a time leads a release back. */
const ROLLING_BACK = ['lower-traffic', 'settle-rollback'] as const;
/** Who needs to know where a service runs, or what its spec says. */
const REGISTRY_READERS: readonly AnyFunctionName[] = [
  'admit-release',
  'check-gate',
  'prepare-deployment',
  'run-check',
  'send-requests',
  'prepare-check',
  'shift-traffic',
  'judge-phase',
  'verify-promotion',
  'finish-environment',
  'lower-traffic',
  'decide-rollback',
  'finish-rollback',
  'operate-release',
  'sweep-releases',
];

export function commonGrants(own: OrchestratorArns): readonly Grant[] {
  return [
    grant([...APPENDERS, ...WRITERS, 'run-check', 'prepare-check', 'sweep-releases'], own.table, [
      'dynamodb:GetItem',
    ]),
    grant([...APPENDERS, ...WRITERS, 'sweep-releases'], own.table, ['dynamodb:PutItem']),
    grant([...WRITERS, 'sweep-releases'], own.table, ['dynamodb:UpdateItem']),
    grant(['check-gate', 'operate-release'], own.table, ['dynamodb:Query']),
    grant(['sweep-releases', 'operate-release'], own.indexes, ['dynamodb:Query']),
    {
      // A freeze that is lifted is gone; that it was there, and who lifted it, stays.
      ...grant(['operate-release'], own.table, ['dynamodb:DeleteItem']),
      conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['FREEZE'] } },
    },
    grant([...APPENDERS, ...WRITERS], own.bus, ['events:PutEvents']),
    grant(TELLERS, own.topics, ['sns:Publish']),
    grant(REGISTRY_READERS, own.registry, ['ssm:GetParameter']),
    grant(['sweep-releases'], own.registry, ['ssm:GetParametersByPath']),
    grant(['decide-rollback', 'sweep-releases'], ROLLING_BACK.map(own.executions), [
      'states:DescribeExecution',
    ]),
    grant(['sweep-releases'], own.executions('release'), ['states:DescribeExecution']),
    grant(['sweep-releases'], own.machine('release'), ['states:ListExecutions']),
    grant(
      ['sweep-releases', 'operate-release'],
      [own.machine('release'), own.machine('rollback')],
      ['states:StartExecution'],
    ),
    grant(['judge-phase', 'operate-release'], own.waiting, ['states:SendTaskSuccess']),
  ];
}

/** What a place needs whoever replaces its tasks. */
export function siteGrants(site: SiteArns): readonly Grant[] {
  return [
    ...(site.codeDeploy === undefined ? [] : codeDeployGrants(site, site.codeDeploy)),
    ...(site.scalableTargets === undefined ? [] : scalingGrants(site, site.scalableTargets)),
    grant(
      [
        'check-gate',
        'prepare-deployment',
        'judge-phase',
        'verify-promotion',
        'decide-rollback',
        'finish-rollback',
      ],
      site.service,
      ['ecs:DescribeServices'],
    ),
    grant(['check-gate', 'prepare-deployment', 'verify-promotion', 'decide-rollback'], ANY, [
      'ecs:DescribeTaskDefinition',
    ]),
    // IAM's reference lists task definitions for it by now, while refusals on AWS have named "*". What a revision
    // can do is bounded by the roles that may be passed.
    grant(['prepare-deployment'], ANY, ['ecs:RegisterTaskDefinition']),
    grant(['prepare-deployment'], site.taskDefinitionFamily, ['ecs:TagResource']),
    {
      ...grant(['prepare-deployment'], site.taskRoles, ['iam:PassRole']),
      conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    },
    grant(
      [
        'admit-release',
        'check-gate',
        'verify-artifact',
        'prepare-deployment',
        'verify-promotion',
        'decide-rollback',
        'sweep-releases',
      ],
      site.repository,
      ['ecr:DescribeImages'],
    ),
    grant(['verify-artifact'], site.repository, [
      'ecr:DescribeImageScanFindings',
      'ecr:BatchGetImage',
      'ecr:GetDownloadUrlForLayer',
      'ecr:DescribeImageSigningStatus',
    ]),
    grant(
      ['prepare-deployment', 'verify-promotion', 'decide-rollback', 'finish-rollback'],
      ANY,
      READ_LISTENER,
    ),
    grant(['judge-phase', 'verify-promotion', 'decide-rollback'], ANY, [
      'elasticloadbalancing:DescribeTargetHealth',
    ]),
    // Composite alarms cannot be named in a policy.
    grant(['prepare-deployment', 'judge-phase', 'sweep-releases'], ANY, [
      'cloudwatch:DescribeAlarms',
    ]),
    grant(['judge-phase'], ANY, ['cloudwatch:GetMetricData']),
  ];
}

/**
 * Scaling in is held while two versions run, and let go at the end, whatever the end is. Before Application Auto
 * Scaling does anything, it tries whether the caller could do by hand what it will do: change the service, and
 * keep alarms, of which it names none.
 */
function scalingGrants(site: SiteArns, targets: string): readonly Grant[] {
  const scalers: readonly AnyFunctionName[] = [
    'prepare-deployment',
    'finish-environment',
    'finish-rollback',
    'sweep-releases',
  ];
  return [
    {
      ...grant(scalers, targets, ['application-autoscaling:RegisterScalableTarget']),
      conditions: {
        StringEquals: {
          'application-autoscaling:service-namespace': 'ecs',
          'application-autoscaling:scalable-dimension': 'ecs:service:DesiredCount',
        },
      },
    },
    grant(scalers, site.service, ['ecs:DescribeServices', 'ecs:UpdateService']),
    grant(scalers, ANY, [
      'cloudwatch:DescribeAlarms',
      'cloudwatch:PutMetricAlarm',
      'cloudwatch:DeleteAlarms',
    ]),
  ];
}

const READ_LISTENER = [
  'elasticloadbalancing:DescribeRules',
  'elasticloadbalancing:DescribeListeners',
];

/**
 * For going on with a deployment, stopping it and looking at its targets, IAM's reference lists no resource, though
 * CodeDeploy's own guide names the group. A policy that names the group might never match; one for "*" always does.
 *
 * Weights belong to those who shift, lower and sweep. Deleting a rule asks for no tag: of a rule that is gone
 * already AWS may say "access denied" then, and a rollback that is repeated must hear "not found".
 */
function codeDeployGrants(
  site: SiteArns,
  { application, deploymentGroup, configurations }: NonNullable<SiteArns['codeDeploy']>,
): readonly Grant[] {
  const starters: readonly AnyFunctionName[] = ['prepare-deployment', 'decide-rollback'];
  return [
    grant([...starters, 'finish-rollback', 'sweep-releases'], deploymentGroup, [
      'codedeploy:GetDeployment',
      'codedeploy:ListDeployments',
    ]),
    grant(['judge-phase'], deploymentGroup, ['codedeploy:GetDeployment']),
    grant(['shift-traffic'], ANY, ['codedeploy:GetDeploymentTarget']),
    grant(starters, deploymentGroup, ['codedeploy:CreateDeployment']),
    grant(starters, configurations, ['codedeploy:GetDeploymentConfig']),
    grant(starters, application, [
      'codedeploy:RegisterApplicationRevision',
      'codedeploy:GetApplicationRevision',
    ]),
    grant(['finish-rollback'], ANY, ['codedeploy:ContinueDeployment']),
    grant(['prepare-deployment', 'finish-rollback', 'sweep-releases'], ANY, [
      'codedeploy:StopDeployment',
    ]),
    grant(['prepare-deployment'], ANY, ['elasticloadbalancing:DescribeTargetGroupAttributes']),
    grant(['shift-traffic'], site.listener, ['elasticloadbalancing:CreateRule']),
    {
      ...grant(['shift-traffic'], site.listenerRules, ['elasticloadbalancing:AddTags']),
      conditions: { StringEquals: { 'elasticloadbalancing:CreateAction': 'CreateRule' } },
    },
    grant(['shift-traffic', 'lower-traffic'], site.listenerRules, [
      'elasticloadbalancing:ModifyRule',
    ]),
    grant(['shift-traffic', 'finish-rollback', 'sweep-releases'], site.listenerRules, [
      'elasticloadbalancing:DeleteRule',
    ]),
    grant(['shift-traffic', 'lower-traffic'], ANY, READ_LISTENER),
    grant(['sweep-releases'], ANY, ['elasticloadbalancing:DescribeRules']),
    grant(['shift-traffic'], ANY, ['elasticloadbalancing:DescribeTargetHealth']),
  ];
}

const grant = (
  to: readonly AnyFunctionName[],
  resources: string | readonly string[],
  actions: readonly string[],
): Grant => ({ to, actions, resources: typeof resources === 'string' ? [resources] : resources });
