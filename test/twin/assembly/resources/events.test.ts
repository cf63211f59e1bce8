import {
  DescribeEventBusCommand,
  EventBridgeClient,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { events } from '../../../../twin/services/events/index.ts';
import { sqs } from '../../../../twin/services/sqs/index.ts';
import { assemblyWith, judgedTwin } from '../builders.ts';

describe('EventBridge types', () => {
  const queue = { Type: 'AWS::SQS::Queue' };
  const target = (Id: string, queueId: string) => ({
    Id,
    Arn: { 'Fn::GetAtt': [queueId, 'Arn'] },
  });
  const rule = (...Targets: object[]) => ({
    Type: 'AWS::Events::Rule',
    Properties: {
      Name: 'pushes',
      EventBusName: { Ref: 'Bus' },
      EventPattern: { source: ['shop'] },
      Targets,
    },
  });
  const bus = { Type: 'AWS::Events::EventBus', Properties: { Name: 'shop' } };

  it('keep rules of a bus in step with their targets', async () => {
    const { deploy, client } = judgedTwin([events, sqs]);
    const base = { Bus: bus, A: queue, B: queue };
    const deployment = await deploy(
      assemblyWith({ ...base, Rule: rule(target('1', 'A'), target('2', 'B')) }),
    );
    expect(deployment.stack('Shop').resources.get('Rule')).toMatchObject({
      physicalId: 'shop|pushes',
      attributes: { Arn: 'arn:aws:events:us-east-1:123456789012:rule/shop/pushes' },
    });
    const updated = await deployment.update(
      assemblyWith({ ...base, Rule: rule(target('2', 'A')) }),
    );
    const { Targets } = await client(EventBridgeClient).send(
      new ListTargetsByRuleCommand({ Rule: 'pushes', EventBusName: 'shop' }),
    );
    expect(Targets?.map(({ Id, Arn }) => [Id, Arn?.includes(':Shop-A-')])).toEqual([['2', true]]);
    await updated.destroy();
  });

  it('keep all statements of a bus that has several policies', async () => {
    const { deploy, client } = judgedTwin([events]);
    const statement = (StatementId: string, Action: string) => ({
      Type: 'AWS::Events::EventBusPolicy',
      Properties: {
        EventBusName: { Ref: 'Bus' },
        StatementId,
        Statement: { Effect: 'Allow', Principal: '*', Action, Resource: '*' },
      },
    });
    const deployment = await deploy(
      assemblyWith({
        Bus: bus,
        One: statement('one', 'events:PutEvents'),
        Two: statement('two', 'events:PutRule'),
      }),
    );
    const sids = async () => {
      const answer = await client(EventBridgeClient).send(
        new DescribeEventBusCommand({ Name: 'shop' }),
      );
      return (JSON.parse(answer.Policy ?? '{}') as { Statement: { Sid: string }[] }).Statement.map(
        ({ Sid }) => Sid,
      );
    };
    expect(await sids()).toEqual(['one', 'two']);
    await deployment.update(assemblyWith({ Bus: bus, Two: statement('two', 'events:PutRule') }));
    expect(await sids()).toEqual(['two']);
  });
});
