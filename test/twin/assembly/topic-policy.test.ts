// What a topic's policy does to the alarms that publish to it.
import { CloudWatchClient, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { events } from '../../../twin/services/events/index.ts';
import { monitoring } from '../../../twin/services/monitoring/index.ts';
import { sns } from '../../../twin/services/sns/index.ts';
import { assemblyWith, judgedTwin } from './builders.ts';

const resources = (...statements: object[]) => ({
  Topic: { Type: 'AWS::SNS::Topic' },
  Mail: {
    Type: 'AWS::SNS::Subscription',
    Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'email', Endpoint: 'on-call@example.com' },
  },
  ...(statements.length === 0
    ? {}
    : {
        Policy: {
          Type: 'AWS::SNS::TopicPolicy',
          Properties: {
            Topics: [{ Ref: 'Topic' }],
            PolicyDocument: { Version: '2012-10-17', Statement: statements },
          },
        },
      }),
  Alarm: {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: 'errors',
      AlarmActions: [{ Ref: 'Topic' }],
      Namespace: 'Shop',
      MetricName: 'Errors',
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
      Period: 60,
      Statistic: 'Sum',
      Threshold: 1,
    },
  },
});

const publish = (Effect: string, Principal: unknown, Condition: object) => ({
  Effect,
  Action: 'sns:Publish',
  Resource: { Ref: 'Topic' },
  Principal,
  Condition,
});

const overHttp = publish('Deny', '*', { Bool: { 'aws:SecureTransport': 'false' } });
const fromAlarms = (alarmArn: string) =>
  publish(
    'Allow',
    { Service: 'cloudwatch.amazonaws.com' },
    {
      ArnLike: { 'aws:SourceArn': alarmArn },
      StringEquals: { 'aws:SourceAccount': '123456789012' },
    },
  );

async function deniedAfterAlarm(...statements: object[]) {
  const { deploy, client, iam, pass } = judgedTwin([events, monitoring, sns]);
  await deploy(assemblyWith(resources(...statements)));
  await client(CloudWatchClient).send(
    new SetAlarmStateCommand({ AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'test' }),
  );
  await pass(10);
  return iam.report().denied.map(({ role, action }) => `${role} ${action}`);
}

const ALARMS = 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:';

describe('an alarm', () => {
  it('may publish to a topic of its account that was given no policy', async () => {
    expect(await deniedAfterAlarm()).toEqual([]);
  });

  it('may not where a policy took the place of the default one without a word about alarms', async () => {
    expect(await deniedAfterAlarm(overHttp)).toEqual(['cloudwatch.amazonaws.com sns:Publish']);
  });

  it('may where the policy lets alarms in, and only those that it names', async () => {
    expect(await deniedAfterAlarm(overHttp, fromAlarms(`${ALARMS}err*`))).toEqual([]);
    expect(await deniedAfterAlarm(overHttp, fromAlarms(`${ALARMS}other`))).toEqual([
      'cloudwatch.amazonaws.com sns:Publish',
    ]);
  });
});
