// What a changed template does to what is deployed.

import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import { sns } from '../../../twin/services/sns/index.ts';
import { sqs } from '../../../twin/services/sqs/index.ts';
import { ssm } from '../../../twin/services/ssm/index.ts';
import { assemblyOf, assemblyWith, judgedTwin, stackOf } from './builders.ts';

const queue = (Properties: object = {}, extra: object = {}) => ({
  Type: 'AWS::SQS::Queue',
  Properties,
  ...extra,
});

const queueArn = { 'Fn::GetAtt': ['Jobs', 'Arn'] };
const parameter = (Value: unknown) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Name: '/jobs', Type: 'String', Value },
});

const start = () => judgedTwin([sqs, sns, ssm]);

const summary = (
  changes: readonly { action: string; logicalId: string; properties: readonly string[] }[],
) =>
  changes.map(({ action, logicalId, properties }) => [action, logicalId, ...properties].join(' '));

describe('an update', () => {
  it('changes nothing where the template says the same', async () => {
    const { deploy } = start();
    const assembly = assemblyWith({ Jobs: queue(), Where: parameter(queueArn) });
    const deployment = await deploy(assembly);
    expect(summary(deployment.changes)).toEqual(['create Jobs', 'create Where']);
    const again = await deployment.update(assembly);
    expect(again.changes).toEqual([]);
    expect(again.stack('Shop').resources.get('Jobs')?.physicalId).toBe(
      deployment.stack('Shop').resources.get('Jobs')?.physicalId,
    );
  });

  it('changes in place what can be changed', async () => {
    const { deploy } = start();
    const deployment = await deploy(assemblyWith({ Jobs: queue({ DelaySeconds: 1 }) }));
    const updated = await deployment.update(assemblyWith({ Jobs: queue({ DelaySeconds: 2 }) }));
    expect(summary(updated.changes)).toEqual(['update Jobs DelaySeconds']);
  });

  it('replaces what cannot, and carries the new id to those that refer to it', async () => {
    const { deploy, client } = start();
    const deployment = await deploy(assemblyWith({ Jobs: queue(), Where: parameter(queueArn) }));
    const before = deployment.stack('Shop').resources.get('Jobs')?.physicalId;
    const fifo = queue({ FifoQueue: true });
    const updated = await deployment.update(
      assemblyWith({ Jobs: fifo, Where: parameter(queueArn) }),
    );
    expect(summary(updated.changes)).toEqual([
      'replace Jobs FifoQueue',
      'update Where Value',
      'delete Jobs',
    ]);
    const after = updated.stack('Shop').resources.get('Jobs');
    expect(after?.physicalId).toMatch(/\.fifo$/);
    const { QueueUrls } = await client(SQSClient).send(new ListQueuesCommand({}));
    expect(QueueUrls).toEqual([after?.physicalId]);
    expect(QueueUrls).not.toContain(before);
    const stored = await client(SSMClient).send(new GetParameterCommand({ Name: '/jobs' }));
    expect(stored.Parameter?.Value).toBe(after?.attributes['Arn']);
  });

  it('deletes what the template no longer has, the dependent first', async () => {
    const { deploy, client } = start();
    const deployment = await deploy(
      assemblyWith({
        Jobs: queue(),
        Where: parameter(queueArn),
        Topic: { Type: 'AWS::SNS::Topic' },
      }),
    );
    const updated = await deployment.update(assemblyWith({ Topic: { Type: 'AWS::SNS::Topic' } }));
    expect(summary(updated.changes)).toEqual(['delete Where', 'delete Jobs']);
    expect((await client(SQSClient).send(new ListQueuesCommand({}))).QueueUrls ?? []).toEqual([]);
  });

  it('keeps what its policies say to keep', async () => {
    const { deploy, client } = start();
    const policies = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };
    const deployment = await deploy(assemblyWith({ Jobs: queue({}, policies) }));
    const replaced = await deployment.update(
      assemblyWith({ Jobs: queue({ FifoQueue: true }, policies) }),
    );
    expect(summary(replaced.changes)).toEqual(['replace Jobs FifoQueue', 'retain Jobs']);
    const destroyed = await replaced.destroy();
    expect(summary(destroyed.changes)).toEqual(['retain Jobs']);
    const { QueueUrls } = await client(SQSClient).send(new ListQueuesCommand({}));
    expect(QueueUrls).toHaveLength(2);
  });

  it('refuses another type under the same logical id', async () => {
    const deployment = await start().deploy(assemblyWith({ Jobs: queue() }));
    await expect(
      deployment.update(assemblyWith({ Jobs: { Type: 'AWS::SNS::Topic' } })),
    ).rejects.toThrow('Shop/Jobs (AWS::SNS::Topic): Update of resource type is not permitted');
  });

  it('takes a stack away that the assembly no longer has', async () => {
    const { deploy } = start();
    const one = stackOf({ Resources: { Jobs: queue() } });
    const two = stackOf({ Resources: { Jobs: queue() } }, { name: 'Other' });
    const deployment = await deploy(assemblyOf(one, two));
    const updated = await deployment.update(assemblyOf(one));
    expect(updated.changes).toMatchObject([
      { stack: 'Other', action: 'delete', logicalId: 'Jobs' },
    ]);
    expect(() => updated.stack('Other')).toThrow('there is no stack Other');
  });
});
