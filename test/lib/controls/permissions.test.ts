// Who may do what: the security controls on roles, on the shop's own templates.
import { describe, expect, it } from 'vitest';
import {
  actionsOf,
  allowedTo,
  ROLE_POLICIES,
  type Statement,
  statementsOf,
} from '../support/policies.ts';
import { shopTemplates } from '../support/shop-templates.ts';

const shop = shopTemplates();
const roleStatements = shop.resources(...ROLE_POLICIES).flatMap(statementsOf);
const own = (statements: readonly Statement[]) =>
  statements.filter(({ owner }) => owner.startsWith('Releases'));

/** Actions for which AWS knows no narrower resource, and why each is there. */
const WITHOUT_RESOURCE: Readonly<Record<string, string>> = {
  'cloudwatch:DeleteAlarms': 'Application Auto Scaling tries it on alarms of no name',
  'cloudwatch:DescribeAlarms': 'composite alarms cannot be named',
  'cloudwatch:GetMetricData': 'metrics have no ARN',
  'cloudwatch:PutMetricAlarm': 'Application Auto Scaling tries it on alarms of no name',
  'codedeploy:ContinueDeployment': 'the reference of IAM lists no resource',
  'codedeploy:GetDeploymentTarget': 'the reference of IAM lists no resource',
  'codedeploy:StopDeployment': 'the reference of IAM lists no resource',
  'ec2:AssignPrivateIpAddresses': 'Lambda places a function into a network',
  'ec2:CreateNetworkInterface': 'Lambda places a function into a network',
  'ec2:DeleteNetworkInterface': 'Lambda places a function into a network',
  'ec2:DescribeNetworkInterfaces': 'Lambda places a function into a network',
  'ec2:DescribeSubnets': 'Lambda places a function into a network',
  'ec2:UnassignPrivateIpAddresses': 'Lambda places a function into a network',
  'ecr:GetAuthorizationToken': 'a login is for the whole registry',
  'ecs:DescribeTaskDefinition': 'AWS evaluates no resource',
  'ecs:RegisterTaskDefinition':
    'refusals on AWS have named no task definition; roles are passed by name',
  'elasticloadbalancing:DescribeListeners': 'AWS evaluates no resource',
  'elasticloadbalancing:DescribeRules': 'AWS evaluates no resource',
  'elasticloadbalancing:DescribeTargetGroupAttributes': 'AWS evaluates no resource',
  'elasticloadbalancing:DescribeTargetHealth': 'AWS evaluates no resource',
  'logs:CreateLogDelivery': 'Step Functions sets up the delivery of its logs',
  'logs:DeleteLogDelivery': 'Step Functions sets up the delivery of its logs',
  'logs:DescribeLogGroups': 'Step Functions sets up the delivery of its logs',
  'logs:DescribeResourcePolicies': 'Step Functions sets up the delivery of its logs',
  'logs:GetLogDelivery': 'Step Functions sets up the delivery of its logs',
  'logs:ListLogDeliveries': 'Step Functions sets up the delivery of its logs',
  'logs:PutResourcePolicy': 'Step Functions sets up the delivery of its logs',
  'logs:UpdateLogDelivery': 'Step Functions sets up the delivery of its logs',
  'xray:GetSamplingRules': 'traces have no ARN',
  'xray:GetSamplingTargets': 'traces have no ARN',
  'xray:PutTelemetryRecords': 'traces have no ARN',
  'xray:PutTraceSegments': 'traces have no ARN',
};

describe('control 1: least privilege', () => {
  it('names every action', () => {
    const wild = roleStatements.filter(({ actions }) => actions.some((each) => each.includes('*')));
    expect(wild).toEqual([]);
  });

  it('names every resource, but for actions that have none', () => {
    const anywhere = roleStatements.filter(({ resources }) => resources.includes('"*"'));
    const unexplained = actionsOf(anywhere).filter((action) => !(action in WITHOUT_RESOURCE));
    expect(unexplained).toEqual([]);
    expect(Object.keys(WITHOUT_RESOURCE).sort()).toEqual(actionsOf(anywhere));
  });

  it('passes roles by name, and to tasks only', () => {
    const passing = own(roleStatements).filter(({ actions }) => actions.includes('iam:PassRole'));
    expect(passing.length).toBeGreaterThan(0);
    for (const { resources, conditions } of passing) {
      expect(resources.filter((each) => each.includes('*'))).toEqual([]);
      expect(conditions['StringEquals']).toEqual({
        'iam:PassedToService': 'ecs-tasks.amazonaws.com',
      });
    }
  });
});

describe('control 2: separation of duties', () => {
  const policies = shop.resources('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy');
  const WEIGHTS = /^elasticloadbalancing:(?!Describe)/;

  it('lets the rollback machine take traffic away and go back, and nothing else', () => {
    const may = actionsOf(allowedTo('ReleasesMachinesrollbackRole', policies));
    const changing = may.filter(
      (action) => !/:(Describe|Get|List)|^(logs|xray|events):/.test(action),
    );
    expect(changing).toEqual([
      'codedeploy:StopDeployment',
      'elasticloadbalancing:DeleteRule',
      'states:StartExecution',
      'states:StopExecution',
    ]);
  });

  it('lets the preparation of a check change the families of checks, and nothing else', () => {
    const preparing = allowedTo('ReleasesFunctionspreparecheckrole', policies);
    const changing = preparing.filter(({ actions }) =>
      actions.some((action) => /^(ecs:(?!Describe)|iam:)/.test(action)),
    );
    expect(actionsOf(changing)).toEqual([
      'ecs:RegisterTaskDefinition',
      'ecs:TagResource',
      'iam:PassRole',
    ]);
    const [tagging] = changing.filter(({ actions }) => actions.includes('ecs:TagResource'));
    expect(tagging?.resources).toHaveLength(2);
    for (const each of tagging?.resources ?? []) {
      expect(each).toContain('task-definition/user-service-migrate');
    }
  });

  it('lets only those set weights whose work it is', () => {
    const setters = shop
      .resources('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy')
      .filter((policy) => actionsOf(statementsOf(policy)).some((action) => WEIGHTS.test(action)))
      .map(({ id }) => id.replace(/(role|Role)?DefaultPolicy.*/, ''));
    expect(setters.sort()).toEqual([
      'ReleasesFunctionsfinishrollback',
      'ReleasesFunctionslowertraffic',
      'ReleasesFunctionsshifttraffic',
      'ReleasesFunctionssweepreleases',
      'ReleasesMachinesrollback',
      'ReleasesMachinesswitchtraffic',
    ]);
  });

  it.each([
    ['the intake', 'ReleasesFunctionsadmitreleaserole'],
    ['the build', 'productservicebuildProjectRole'],
  ])('lets %s deploy nothing', (_, role) => {
    const may = actionsOf(allowedTo(role, policies));
    expect(may.length).toBeGreaterThan(0);
    expect(
      may.filter((action) => /^(codedeploy|ecs|elasticloadbalancing|iam):/.test(action)),
    ).toEqual([]);
  });

  it('lets the build push to its own repository only', () => {
    const pushing = allowedTo('productservicebuildProjectRole', policies).filter(({ actions }) =>
      actions.includes('ecr:PutImage'),
    );
    expect(pushing).toHaveLength(1);
    expect(pushing[0]?.resources).toHaveLength(1);
    expect(pushing[0]?.resources[0]).toContain('productservice');
  });
});

describe('control 7: the ledger', () => {
  it('can be restored, and cannot be lost with its stack', () => {
    const [table, ...others] = shop.resources('AWS::DynamoDB::Table');
    expect(others).toEqual([]);
    expect(table?.properties).toMatchObject({
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
    });
    expect(table?.properties).not.toHaveProperty('TimeToLiveSpecification');
    expect(table?.attributes).toMatchObject({ DeletionPolicy: 'Retain' });
  });

  it('is deleted from by nobody: only a freeze can be lifted', () => {
    const deleting = roleStatements.filter(({ actions }) =>
      actions.some((action) => /^dynamodb:(Delete|BatchWrite|PartiQL)/.test(action)),
    );
    expect(deleting.map(({ owner, actions, conditions }) => [owner, actions, conditions])).toEqual([
      [
        expect.stringMatching(/^ReleasesFunctionsoperaterelease/),
        ['dynamodb:DeleteItem'],
        { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['FREEZE'] } },
      ],
    ]);
  });

  it('is written by machines only where a task waits', () => {
    const writing = roleStatements.filter(
      ({ owner, actions }) =>
        owner.startsWith('ReleasesMachines') &&
        actions.some((action) => /^dynamodb:(Put|Update)/.test(action)),
    );
    expect(writing.length).toBeGreaterThan(0);
    for (const { actions, conditions } of writing) {
      expect(actions).toEqual(['dynamodb:UpdateItem']);
      expect(conditions).toEqual({
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['SERVICE#*'] },
      });
    }
  });
});
