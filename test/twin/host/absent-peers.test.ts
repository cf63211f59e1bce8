import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CreateClusterCommand,
  ECSClient,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
} from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import { ecs } from '../../../twin/services/ecs/index.ts';
import { monitoring } from '../../../twin/services/monitoring/index.ts';
import { startTwin } from '../support/start-twin.ts';

describe('a twin of a single service', () => {
  it('has alarms without a bus that could be told of them', async () => {
    const { client, pump } = startTwin({ services: [monitoring] });
    const cloudwatch = client(CloudWatchClient);
    await pump.runUntil(
      cloudwatch.send(
        new PutMetricAlarmCommand({
          AlarmName: 'errors',
          Namespace: 'Shop',
          MetricName: 'Errors',
          Statistic: 'Sum',
          Period: 60,
          EvaluationPeriods: 1,
          Threshold: 1,
          ComparisonOperator: 'GreaterThanThreshold',
        }),
      ),
    );
    const { MetricAlarms } = await cloudwatch.send(new DescribeAlarmsCommand({}));
    expect(MetricAlarms).toHaveLength(1);
  });

  it('runs tasks to their end without load balancers, metrics and events', async () => {
    const { client, pass, pump } = startTwin({ services: [ecs] });
    const tasks = client(ECSClient);
    const run = async <T>(promise: Promise<T>): Promise<T> => pump.runUntil(promise);
    await run(tasks.send(new CreateClusterCommand({ clusterName: 'shop' })));
    await run(
      tasks.send(
        new RegisterTaskDefinitionCommand({
          family: 'job',
          networkMode: 'awsvpc',
          requiresCompatibilities: ['FARGATE'],
          cpu: '256',
          memory: '512',
          containerDefinitions: [{ name: 'job', image: 'public.ecr.aws/job:1' }],
        }),
      ),
    );
    await run(
      tasks.send(
        new RunTaskCommand({
          cluster: 'shop',
          taskDefinition: 'job',
          launchType: 'FARGATE',
          networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
        }),
      ),
    );
    await pass(120);
    const { taskArns } = await tasks.send(
      new ListTasksCommand({ cluster: 'shop', desiredStatus: 'STOPPED' }),
    );
    expect(taskArns).toHaveLength(1);
  });

  it('says what it lacks where an answer is needed', () => {
    const { twin } = startTwin({ services: [ecs] });
    expect(() => twin.peer('ecr', 'us-east-1').resolve('image')).toThrow('ecr');
  });
});
