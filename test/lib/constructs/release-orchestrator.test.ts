import type { Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { describe, expect, it } from 'vitest';
import { ReleaseOrchestrator, type ReleaseOrchestratorProps } from '../../../lib/index.ts';
import { emptyStack, existingSite, rollingSite, specWith, templateOf } from './support.ts';

function orchestrator(props?: ReleaseOrchestratorProps): {
  stack: Stack;
  releases: ReleaseOrchestrator;
} {
  const stack = emptyStack();
  return { stack, releases: new ReleaseOrchestrator(stack, 'Releases', props) };
}

describe('an orchestrator', () => {
  it('works by itself, without a service', () => {
    const { stack } = orchestrator();
    const template = templateOf(stack);
    template.resourceCountIs('AWS::StepFunctions::StateMachine', 12);
    template.resourceCountIs('AWS::DynamoDB::Table', 1);
    template.resourceCountIs('AWS::SNS::Topic', 2);
    template.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
  });

  it('is called as one likes', () => {
    const { stack, releases } = orchestrator({ name: 'dam', registryPrefix: '/dam' });
    releases.addService(specWith(), { production: existingSite() });
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      StateMachineName: 'dam-release',
    });
    template.hasResourceProperties('AWS::SSM::Parameter', { Name: '/dam/shop/sites/production' });
    template.hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardName: 'dam-shop' });
  });

  it('reserves no concurrency where there is none to reserve', () => {
    const template = templateOf(orchestrator({ reservedConcurrency: 0 }).stack);
    template.allResourcesProperties('AWS::Lambda::Function', {
      ReservedConcurrentExecutions: Match.absent(),
    });
  });

  it("encrypts with a customer's key, and lets alarms and functions use it", () => {
    const stack = emptyStack();
    const encryptionKey = new kms.Key(stack, 'Key');
    new ReleaseOrchestrator(stack, 'Releases', { encryptionKey });
    const template = templateOf(stack);
    const arn = { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] };
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      SSESpecification: { SSEType: 'KMS', KMSMasterKeyId: arn },
    });
    template.allResourcesProperties('AWS::SNS::Topic', { KmsMasterKeyId: arn });
    template.allResourcesProperties('AWS::SQS::Queue', { KmsMasterKeyId: arn });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({ Principal: { Service: 'cloudwatch.amazonaws.com' } }),
        ]),
      },
    });
  });
});

describe('adding a service', () => {
  it('that exists gives it rules, registry, alarms and a dashboard', () => {
    const { stack, releases } = orchestrator();
    releases.addService(specWith(), { production: existingSite() });
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { detail: { 'repository-name': ['test/shop'] } },
    });
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { detail: { deploymentGroup: ['shop-group'], state: ['STOP', 'FAILURE'] } },
      Targets: [Match.objectLike({ InputTransformer: Match.anyValue() })],
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'spillway/shop/production/a/error-rate',
    });
    template.hasResourceProperties('AWS::CloudWatch::Dashboard', {
      DashboardName: 'spillway-shop',
      DashboardBody: Match.anyValue(),
    });
  });

  it('that rolls gives CodeDeploy to nobody', () => {
    const { stack, releases } = orchestrator();
    releases.addService(specWith({ strategy: '{ kind: rolling }' }), {
      production: rollingSite(),
    });
    const policies = JSON.stringify(templateOf(stack).findResources('AWS::IAM::Policy'));
    expect(policies).not.toContain('codedeploy:');
    expect(policies).not.toContain('elasticloadbalancing:DeleteRule');
    expect(policies).toContain('ecs:UpdateService');
  });

  it('needs a site for each of its environments', () => {
    const { releases } = orchestrator();
    expect(() => releases.addService(specWith(), { staging: existingSite() })).toThrow(
      'shop has no site for production; it has staging',
    );
  });

  it.each([
    ['longer than a parameter', { notes: 'x'.repeat(9000) }, /9\d{3} bytes, limit 8192/],
    ['taken for a reference', { notes: 'deploys {{ version }}' }, /contains "\{\{"/],
  ])('is refused where its spec is %s', (_what, change, expected) => {
    const { releases } = orchestrator();
    expect(() =>
      releases.addService({ ...specWith(), ...change }, { production: existingSite() }),
    ).toThrow(expected);
  });

  it('twice to one address makes one subscription for both', () => {
    const { stack, releases } = orchestrator();
    const top = 'notify: [{ kind: email, address: team@example.com, events: problems }]';
    for (const service of ['auth', 'user']) {
      releases.addService(specWith({ service, top }), { production: existingSite(service) });
    }
    const template = templateOf(stack);
    template.resourceCountIs('AWS::SNS::Subscription', 1);
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Endpoint: 'team@example.com',
      FilterPolicy: { service: ['auth', 'user'] },
    });
  });

  it('leaves the mail of those who run Spillway without a filter, which alarms could not pass', () => {
    const { stack, releases } = orchestrator({ onCallEmails: ['us@example.com'] });
    const top =
      'notify: [{ kind: email, address: us@example.com, events: problems }, { kind: email, address: us@example.com, events: all }]';
    releases.addService(specWith({ top }), { production: existingSite() });
    const template = templateOf(stack);
    template.resourceCountIs('AWS::SNS::Subscription', 2);
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Endpoint: 'us@example.com',
      TopicArn: { Ref: Match.stringLikeRegexp('OnCall') },
      FilterPolicy: Match.absent(),
    });
  });

  it('another time joins statements that are there', () => {
    const { stack, releases } = orchestrator();
    for (const service of ['auth', 'user', 'order']) {
      releases.addService(specWith({ service }), { production: existingSite(service) });
    }
    templateOf(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: 'codedeploy:CreateDeployment',
            Resource: [Match.anyValue(), Match.anyValue(), Match.anyValue()],
          }),
        ]),
      },
    });
  });
});

describe('many services', () => {
  it('have no statement that is too long for a policy', () => {
    const { stack, releases } = orchestrator();
    for (let index = 0; index < 21; index += 1) {
      const service = `service-${index}`;
      releases.addService(specWith({ service }), { production: existingSite(service) });
    }
    const template = templateOf(stack);
    const lengths = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy']
      .flatMap((type) => Object.values(template.findResources(type)))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .map(({ Resource }) => (Array.isArray(Resource) ? Resource.length : 1));
    expect(Math.max(...lengths)).toBe(20);
  });
});

describe('a grant', () => {
  const granted = (give: (releases: ReleaseOrchestrator, role: iam.Role) => void) => {
    const { stack, releases } = orchestrator();
    const role = new iam.Role(stack, 'Person', { assumedBy: new iam.AccountRootPrincipal() });
    give(releases, role);
    const policies = templateOf(stack).findResources('AWS::IAM::Policy', {
      Properties: { Roles: [{ Ref: Match.stringLikeRegexp('^Person') }] },
    });
    return Object.values(policies).flatMap(({ Properties }) =>
      Properties.PolicyDocument.Statement.flatMap(
        ({ Action }: { Action: string | string[] }) => Action,
      ),
    );
  };

  it.each([
    [
      'to start releases',
      (releases: ReleaseOrchestrator, role: iam.Role) => releases.grantStartRelease(role),
      ['states:StartExecution'],
    ],
    [
      'to operate',
      (releases: ReleaseOrchestrator, role: iam.Role) => releases.grantOperate(role),
      // Lambda asks for both, the second one only through the URL.
      ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'],
    ],
    [
      'to read',
      (releases: ReleaseOrchestrator, role: iam.Role) => releases.grantRead(role),
      [
        'dynamodb:GetItem',
        'dynamodb:Query',
        'ssm:GetParameter',
        'ssm:GetParametersByPath',
        'states:DescribeExecution',
        'states:GetExecutionHistory',
      ],
    ],
  ])('%s is no more than that', (_, give, actions) => {
    expect(granted(give)).toEqual(actions);
  });
});
