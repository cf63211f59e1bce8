import type { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { describe, expect, it } from 'vitest';
import { openDeployments } from '../../aws/deployments.ts';
import type { Site } from '../../core/contract/site.ts';
import { failure, scriptedClient } from './scripted-client.ts';

const group = { arn: 'arn', name: 'name', metricName: 'name' };
const site: Site = {
  service: 'auth-service',
  environment: 'production',
  controller: 'codedeploy',
  clusterName: 'cluster',
  serviceName: 'service',
  taskDefinitionFamily: 'family',
  containerName: 'app',
  containerPort: 8080,
  repositoryUri: 'uri',
  productionListenerArn: 'listener',
  testListenerArn: 'test',
  testUrl: 'http://test',
  tlsName: '',
  loadBalancerMetricName: 'app/name/id',
  targetGroups: { a: group, b: group },
  applicationName: 'application',
  deploymentGroupName: 'group',
  scalableResourceId: '',
};

const wanted = {
  site,
  description: 'spillway release=r1',
  taskDefinitionArn: 'arn:task',
  configurationName: 'CodeDeployDefault.ECSAllAtOnce',
};

const play = (script: Parameters<typeof scriptedClient>[0]) => {
  const { client, inputsOf } = scriptedClient<CodeDeployClient>(script);
  return { deployments: openDeployments(client), inputsOf };
};

const active = (...ids: readonly string[]) => ({ deployments: [...ids] });
const described = (description: string) => ({ deploymentInfo: { status: 'Ready', description } });

describe('starting a deployment', () => {
  it('creates one for exactly this task definition', async () => {
    const { deployments, inputsOf } = play({
      ListDeployments: [active()],
      CreateDeployment: [{ deploymentId: 'd-1' }],
    });
    expect(await deployments.start(wanted)).toBe('d-1');
    const [{ revision, description }] = inputsOf('CreateDeployment');
    expect(description).toBe('spillway release=r1');
    const [resource] = JSON.parse(revision.appSpecContent.content).Resources;
    expect(resource.TargetService.Properties).toEqual({
      TaskDefinition: 'arn:task',
      LoadBalancerInfo: { ContainerName: 'app', ContainerPort: 8080 },
    });
  });

  it('finds the one that it has started before', async () => {
    const { deployments, inputsOf } = play({
      ListDeployments: [active('d-0', 'd-1')],
      GetDeployment: [
        ({ input }) => described(input.deploymentId === 'd-1' ? wanted.description : 'another'),
      ],
    });
    expect(await deployments.start(wanted)).toBe('d-1');
    expect(inputsOf('CreateDeployment')).toEqual([]);
  });

  it.each(['TimeoutError', 'DeploymentLimitExceededException'])(
    'finds the one whose creation was answered by %s',
    async (name) => {
      const { deployments } = play({
        ListDeployments: [active(), active('d-1')],
        CreateDeployment: [failure(name)],
        GetDeployment: [described(wanted.description)],
      });
      expect(await deployments.start(wanted)).toBe('d-1');
    },
  );

  it("does not take somebody else's for its own", async () => {
    const { deployments } = play({
      ListDeployments: [active(), active('d-9')],
      CreateDeployment: [failure('DeploymentLimitExceededException')],
      GetDeployment: [described('by hand')],
    });
    await expect(deployments.start(wanted)).rejects.toThrow('DeploymentLimitExceededException');
  });

  it('hands on what it cannot explain', async () => {
    const { deployments } = play({
      ListDeployments: [active()],
      CreateDeployment: [failure('InvalidRoleException')],
    });
    await expect(deployments.start(wanted)).rejects.toThrow('InvalidRoleException');
  });
});

describe('going on', () => {
  it('is no error where it has gone on already', async () => {
    const { deployments } = play({
      ContinueDeployment: [failure('DeploymentAlreadyCompletedException')],
    });
    await expect(deployments.goOn('d-1', 'READY_WAIT')).resolves.toBeUndefined();
  });

  it('is one where it does not wait', async () => {
    const { deployments } = play({
      ContinueDeployment: [failure('DeploymentIsNotInReadyStateException')],
    });
    await expect(deployments.goOn('d-1', 'READY_WAIT')).rejects.toThrow();
  });
});
