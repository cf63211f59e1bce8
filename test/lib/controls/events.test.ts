// What comes in and what goes out: the security controls on rules, policies of resources and alarms.
import { describe, expect, it } from 'vitest';
import { fieldsOf, listOf, RESOURCE_POLICIES, statementsOf } from '../support/policies.ts';
import { type Resource, shopTemplates } from '../support/shop-templates.ts';

const shop = shopTemplates();

describe('control 3: every rule', () => {
  const rules = shop.resources('AWS::Events::Rule');
  const pattern = ({ properties }: Resource) => fieldsOf(properties['EventPattern']);

  it('is there', () => expect(rules.length).toBeGreaterThan(5));

  it.each(rules.map((rule) => [rule.id, rule] as const))(
    '%s pins where it comes from',
    (_, rule) => {
      const { account, region, source, detail } = pattern(rule);
      expect([account, region]).toEqual([[{ Ref: 'AWS::AccountId' }], [{ Ref: 'AWS::Region' }]]);
      expect(source).toEqual([expect.stringMatching(/^aws\./)]);
      expect(pattern(rule)['detail-type']).toHaveLength(1);
      const pins = ['repository-name', 'alarmName', 'stateMachineArn', 'deploymentGroup'];
      expect(pins.filter((pin) => pin in fieldsOf(detail))).toHaveLength(1);
    },
  );

  it.each(rules.map((rule) => [rule.id, rule] as const))('%s loses nothing silently', (_, rule) => {
    const targets = listOf(rule.properties['Targets']).map(fieldsOf);
    expect(targets).toHaveLength(1);
    for (const target of targets) {
      expect(target['DeadLetterConfig']).toBeDefined();
      expect(target['RetryPolicy']).toEqual({
        MaximumEventAgeInSeconds: 900,
        MaximumRetryAttempts: 20,
      });
      // A machine of this stack, hence of this account.
      expect(target['Arn']).toEqual({ Ref: expect.stringMatching(/^ReleasesMachines/) });
    }
  });
});

describe('control 4: every resource policy', () => {
  const statements = shop.resources(...RESOURCE_POLICIES).flatMap(statementsOf);

  it('lets services in for a named source only', () => {
    const allowing = statements.filter(({ effect }) => effect === 'Allow');
    expect(allowing.length).toBeGreaterThan(0);
    for (const { principals, conditions } of allowing) {
      expect(principals.join()).toMatch(/amazonaws\.com/);
      expect(JSON.stringify(conditions)).toContain('aws:SourceArn');
    }
  });

  it.each(['AWS::SQS::Queue', 'AWS::SNS::Topic'])(
    'of a %s refuses what is not encrypted',
    (type) => {
      const count = shop.resources(type).length;
      const refusals = statements.filter(
        ({ effect, conditions, actions }) =>
          effect === 'Deny' &&
          JSON.stringify(conditions).includes('"aws:SecureTransport":"false"') &&
          actions.some((action) => action.startsWith(type === 'AWS::SQS::Queue' ? 'sqs' : 'sns')),
      );
      expect(refusals).toHaveLength(count);
    },
  );

  it('of a function lets nobody in without a signature', () => {
    const urls = shop.resources('AWS::Lambda::Url');
    expect(urls.map(({ properties }) => properties['AuthType'])).toEqual(['AWS_IAM']);
    expect(shop.resources('AWS::Lambda::Permission')).toEqual([]);
  });
});

describe('control 9: every alarm', () => {
  const alarms = shop.resources('AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm');
  /** Why an alarm has no action of its own, as its description says. */
  const REASONS = /EventBridge starts the rollback|its children act|judge of a release looks at it/;

  it('acts, or says who does', () => {
    expect(alarms.length).toBeGreaterThan(60);
    const idle = alarms.filter(
      ({ properties }) =>
        listOf(properties['AlarmActions']).length === 0 &&
        !REASONS.test(String(properties['AlarmDescription'])),
    );
    expect(idle.map(({ id }) => id)).toEqual([]);
  });

  it('says what no data means', () => {
    const silent = shop
      .resources('AWS::CloudWatch::Alarm')
      .filter(({ properties }) => properties['TreatMissingData'] === undefined);
    expect(silent.map(({ id }) => id)).toEqual([]);
  });

  it('can publish where it acts', () => {
    const policy = shop
      .resources('AWS::SNS::TopicPolicy')
      .flatMap(statementsOf)
      .find(({ principals }) => principals.join().includes('cloudwatch.amazonaws.com'));
    expect(policy?.conditions).toHaveProperty('StringEquals', {
      'aws:SourceAccount': { Ref: 'AWS::AccountId' },
    });
  });

  it('of Spillway itself tells on-call', () => {
    const health = alarms.filter(({ id }) => id.startsWith('ReleasesHealth'));
    expect(health).toHaveLength(9);
    for (const { properties } of health) {
      expect(properties['AlarmActions']).toEqual([
        { Ref: expect.stringMatching(/^ReleasesTopicsOnCall/) },
      ]);
    }
  });

  it('of Spillway itself hears silence, but not before there was a sound', () => {
    const silent = alarms.filter(
      ({ properties }) => listOf(properties['InsufficientDataActions']).length > 0,
    );
    expect(silent.map(({ id }) => id)).toEqual([
      expect.stringMatching(/^ReleasesHealthsweepsilent/),
    ]);
    expect(silent[0]?.properties['TreatMissingData']).toBe('missing');
  });

  it('and every notice that cannot be delivered is kept', () => {
    const subscriptions = shop.resources('AWS::SNS::Subscription');
    expect(subscriptions.length).toBeGreaterThan(0);
    for (const { properties } of subscriptions) {
      expect(fieldsOf(properties['RedrivePolicy'])).toHaveProperty('deadLetterTargetArn');
    }
  });
});
