import type { ECSClient, Tag, TaskDefinition } from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import { openServices } from '../../aws/services.ts';
import { scriptedClient } from './scripted-client.ts';

/** Everything that one may say of a task definition, and something that AWS adds. */
const template: TaskDefinition = {
  family: 'auth',
  revision: 7,
  status: 'ACTIVE',
  taskDefinitionArn: 'arn:7',
  taskRoleArn: 'arn:task',
  executionRoleArn: 'arn:execution',
  networkMode: 'awsvpc',
  volumes: [{ name: 'data' }],
  placementConstraints: [],
  requiresCompatibilities: ['EC2'],
  cpu: '256',
  memory: '512',
  pidMode: 'task',
  ipcMode: 'none',
  runtimePlatform: { cpuArchitecture: 'ARM64' },
  ephemeralStorage: { sizeInGiB: 30 },
  proxyConfiguration: { containerName: 'envoy' },
  inferenceAccelerators: [{ deviceName: 'd', deviceType: 't' }],
  enableFaultInjection: true,
  containerDefinitions: [
    { name: 'app', image: 'app:1', cpu: 5 },
    { name: 'log', image: 'log:1' },
  ],
};

async function register(tags: Tag[] = []) {
  const { client, inputsOf } = scriptedClient<ECSClient>({
    DescribeTaskDefinition: [{ taskDefinition: template, tags }],
    RegisterTaskDefinition: [{ taskDefinition: { taskDefinitionArn: 'arn:8' } }],
  });
  await openServices(client).register({
    template: 'auth',
    replaces: ({ name }) => name === 'app',
    image: 'app@sha256:2',
    releaseId: 'r1',
  });
  expect(inputsOf('DescribeTaskDefinition')[0].include).toEqual(['TAGS']);
  return inputsOf('RegisterTaskDefinition')[0];
}

describe('a revision for a release', () => {
  it('differs from its template in the image alone', async () => {
    const { revision: _revision, status: _status, taskDefinitionArn: _arn, ...settable } = template;
    const { tags: _tags, ...registered } = await register();
    expect(registered).toEqual({
      ...settable,
      containerDefinitions: [
        { name: 'app', image: 'app@sha256:2', cpu: 5 },
        { name: 'log', image: 'log:1' },
      ],
    });
  });

  it('keeps the tags, but for those of AWS and of the release before', async () => {
    const { tags } = await register([
      { key: 'cost-center', value: '42' },
      { key: 'aws:cloudformation:stack-name', value: 'Shop' },
      { key: 'spillway:release', value: 'r0' },
    ]);
    expect(tags).toEqual([
      { key: 'cost-center', value: '42' },
      { key: 'spillway:release', value: 'r1' },
    ]);
  });

  it('has no tag of its own where there are as many as can be', async () => {
    const full = Array.from({ length: 50 }, (_, index) => ({ key: `k${index}`, value: '' }));
    expect((await register(full)).tags).toEqual(full);
  });
});
