import {
  DeleteClusterCommand,
  DeregisterTaskDefinitionCommand,
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ListServicesCommand,
  ListTagsForResourceCommand,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import { openShop } from '../../support/shop.ts';

describe('a task definition', () => {
  it('has a new revision each time it is registered', async () => {
    const { register, run, tasks } = await openShop();
    expect(await register('1')).toMatch(/task-definition\/shop:1$/);
    expect(await register('2')).toMatch(/task-definition\/shop:2$/);
    const { taskDefinition } = await run(
      tasks.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'shop' })),
    );
    expect(taskDefinition).toMatchObject({
      revision: 2,
      status: 'ACTIVE',
      containerDefinitions: [{ name: 'app', essential: true }],
    });
  });

  it('has no more tags than fifty, and none of those that are reserved for AWS', async () => {
    const { run, tasks } = await openShop();
    const register = (...keys: string[]) =>
      run(
        tasks.send(
          new RegisterTaskDefinitionCommand({
            family: 'tagged',
            containerDefinitions: [{ name: 'app', image: 'app:1' }],
            tags: keys.map((key) => ({ key, value: '' })),
          }),
        ),
      );
    const fifty = Array.from({ length: 50 }, (_, index) => `k${index}`);
    await expect(register('aws:cloudformation:stack-name')).rejects.toThrow(/reserved/);
    await expect(register(...fifty, 'one more')).rejects.toThrow(/at most 50/);
    await register(...fifty);
  });

  it('stays readable when it is inactive, and starts nothing', async () => {
    const shop = await openShop();
    const { run, tasks } = shop;
    await shop.register('1');
    const taskDefinition = await shop.register('2');
    await run(tasks.send(new DeregisterTaskDefinitionCommand({ taskDefinition })));
    const described = await run(tasks.send(new DescribeTaskDefinitionCommand({ taskDefinition })));
    expect(described.taskDefinition).toMatchObject({ status: 'INACTIVE' });
    await expect(
      run(tasks.send(new RunTaskCommand({ cluster: 'shop', taskDefinition }))),
    ).rejects.toMatchObject({ name: 'ClientException' });
    const { taskDefinition: newest } = await run(
      tasks.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'shop' })),
    );
    expect(newest?.revision).toBe(1);
    const { taskDefinitionArns } = await run(
      tasks.send(new ListTaskDefinitionsCommand({ familyPrefix: 'shop' })),
    );
    expect(taskDefinitionArns).toHaveLength(1);
  });

  it.each([
    ['no container', { containerDefinitions: [] }],
    ['no image', { containerDefinitions: [{ name: 'app' }] }],
    ['no memory on Fargate', { memory: undefined }],
    ['a bad family', { family: 'a b' }],
    ['the wrong network on Fargate', { networkMode: 'bridge' as const }],
  ])('is refused with %s', async (_, wrong) => {
    const { run, tasks } = await openShop();
    const registration = run(
      tasks.send(
        new RegisterTaskDefinitionCommand({
          family: 'shop',
          networkMode: 'awsvpc',
          requiresCompatibilities: ['FARGATE'],
          cpu: '256',
          memory: '512',
          containerDefinitions: [{ name: 'app', image: 'nginx' }],
          ...wrong,
        }),
      ),
    );
    await expect(registration).rejects.toMatchObject({ name: 'ClientException' });
  });

  it('that is unknown is a client error', async () => {
    const { run, tasks } = await openShop();
    await expect(
      run(tasks.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'none' }))),
    ).rejects.toMatchObject({ message: 'Unable to describe task definition.' });
  });
});

describe('names', () => {
  it('that lead nowhere are told apart', async () => {
    const { run, tasks } = await openShop();
    await expect(
      run(tasks.send(new DescribeServicesCommand({ cluster: 'none', services: ['x'] }))),
    ).rejects.toMatchObject({ name: 'ClusterNotFoundException' });
    const { services, failures } = await run(
      tasks.send(new DescribeServicesCommand({ cluster: 'shop', services: ['x'] })),
    );
    expect(services).toEqual([]);
    expect(failures).toEqual([
      { arn: 'arn:aws:ecs:us-east-1:123456789012:service/shop/x', reason: 'MISSING' },
    ]);
    const clusters = await run(tasks.send(new DescribeClustersCommand({ clusters: ['none'] })));
    expect(clusters.failures).toMatchObject([{ reason: 'MISSING' }]);
  });

  it('may be ARNs', async () => {
    const shop = await openShop();
    const { serviceArn = '', clusterArn = '' } = await shop.createService({
      taskDefinition: await shop.register('1'),
    });
    const { services } = await shop.run(
      shop.tasks.send(new DescribeServicesCommand({ cluster: clusterArn, services: [serviceArn] })),
    );
    expect(services).toMatchObject([{ serviceName: 'shop' }]);
  });

  it('come in pages', async () => {
    const shop = await openShop();
    const taskDefinition = await shop.register('1');
    for (const serviceName of ['a', 'b', 'c'])
      await shop.createService({ serviceName, taskDefinition });
    const list = (nextToken?: string) =>
      shop.run(
        shop.tasks.send(new ListServicesCommand({ cluster: 'shop', maxResults: 2, nextToken })),
      );
    const first = await list();
    expect(first.serviceArns).toHaveLength(2);
    const second = await list(first.nextToken);
    expect(second.serviceArns).toHaveLength(1);
    expect(second.nextToken).toBeUndefined();
    await expect(list('nonsense')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('a cluster', () => {
  it('counts what it holds, and cannot be deleted before that is gone', async () => {
    const shop = await openShop();
    await shop.createService({ taskDefinition: await shop.register('1') });
    await shop.pass(60);
    const { clusters } = await shop.run(
      shop.tasks.send(new DescribeClustersCommand({ clusters: ['shop'] })),
    );
    expect(clusters).toMatchObject([{ runningTasksCount: 2, activeServicesCount: 1 }]);
    await expect(
      shop.run(shop.tasks.send(new DeleteClusterCommand({ cluster: 'shop' }))),
    ).rejects.toMatchObject({ name: 'ClusterContainsServicesException' });
  });
});

describe('tags', () => {
  it('are added, replaced and removed', async () => {
    const { run, tasks, register } = await openShop();
    const resourceArn = await register('1');
    const tag = (key: string, value: string) =>
      run(tasks.send(new TagResourceCommand({ resourceArn, tags: [{ key, value }] })));
    await tag('a', '1');
    await tag('a', '2');
    await tag('b', '3');
    await run(tasks.send(new UntagResourceCommand({ resourceArn, tagKeys: ['b'] })));
    const { tags } = await run(tasks.send(new ListTagsForResourceCommand({ resourceArn })));
    expect(tags).toEqual([{ key: 'a', value: '2' }]);
  });
});
