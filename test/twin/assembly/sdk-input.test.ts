// Properties in CloudFormation's spelling become input in the SDK's.
import * as codedeploy from '@aws-sdk/client-codedeploy';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as ecs from '@aws-sdk/client-ecs';
import * as events from '@aws-sdk/client-eventbridge';
import * as lambda from '@aws-sdk/client-lambda';
import * as sqs from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { toSdkInput } from '../../../twin/assembly/sdk-input.ts';

describe('SDK input', () => {
  it('spells members as the SDK does, and leaves keys of maps alone', () => {
    const { input, unknown } = toSdkInput(ecs.RegisterTaskDefinitionRequest$, {
      Family: 'shop',
      Volumes: [{ Name: 'v', EFSVolumeConfiguration: { FilesystemId: 'fs-1' } }],
      ContainerDefinitions: [
        {
          Name: 'web',
          DockerLabels: { 'My-Label': 'X' },
          LogConfiguration: { LogDriver: 'awslogs', Options: { 'Awslogs-Group': 'G' } },
        },
      ],
    });
    expect(unknown).toEqual([]);
    expect(input).toEqual({
      family: 'shop',
      volumes: [{ name: 'v', efsVolumeConfiguration: { fileSystemId: 'fs-1' } }],
      containerDefinitions: [
        {
          name: 'web',
          dockerLabels: { 'My-Label': 'X' },
          logConfiguration: { logDriver: 'awslogs', options: { 'Awslogs-Group': 'G' } },
        },
      ],
    });
  });

  it('understands acronyms', () => {
    const { input } = toSdkInput(codedeploy.CreateDeploymentGroupInput$, {
      ECSServices: [{ ClusterName: 'c', ServiceName: 's' }],
    });
    expect(input).toEqual({ ecsServices: [{ clusterName: 'c', serviceName: 's' }] });
  });

  it('turns text into numbers and booleans where the SDK wants them', () => {
    const { input } = toSdkInput(lambda.CreateFunctionRequest$, { Timeout: '30', Publish: 'true' });
    expect(input).toEqual({ Timeout: 30, Publish: true });
  });

  it('turns documents into JSON and everything else into text where the SDK wants text', () => {
    const pattern = { source: ['aws.ecr'] };
    expect(toSdkInput(events.PutRuleRequest$, { Name: 'r', EventPattern: pattern }).input).toEqual({
      Name: 'r',
      EventPattern: '{"source":["aws.ecr"]}',
    });
    const attributes = { DelaySeconds: 5, RedrivePolicy: { maxReceiveCount: 3 } };
    expect(toSdkInput(sqs.CreateQueueRequest$, { Attributes: attributes }).input).toEqual({
      Attributes: { DelaySeconds: '5', RedrivePolicy: '{"maxReceiveCount":3}' },
    });
  });

  it('turns lists of tags into maps where the SDK wants a map', () => {
    const Tags = [{ Key: 'Team', Value: 'shop' }];
    expect(toSdkInput(lambda.CreateFunctionRequest$, { Tags }).input).toEqual({
      Tags: { Team: 'shop' },
    });
  });

  it('does not get lost in schemas that refer to themselves', () => {
    const Item = { pk: { M: { inner: { L: [{ S: 'x' }] } } } };
    expect(toSdkInput(dynamodb.PutItemInput$, { TableName: 't', Item }).input).toEqual({
      TableName: 't',
      Item,
    });
  });

  it('names what the operation does not know, and refuses what has the wrong shape', () => {
    const { unknown } = toSdkInput(ecs.CreateServiceRequest$, {
      NetworkConfiguration: { AwsvpcConfiguration: { Subnet: 'x' } },
    });
    expect(unknown).toEqual(['NetworkConfiguration.AwsvpcConfiguration.Subnet']);
    expect(() => toSdkInput(ecs.CreateServiceRequest$, { DesiredCount: 'two' })).toThrow(
      'property DesiredCount must be a number, got "two"',
    );
    expect(() => toSdkInput(ecs.CreateServiceRequest$, { LoadBalancers: {} })).toThrow(
      'property LoadBalancers must be a list, got {}',
    );
  });
});
