import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import * as lambda from '@aws-sdk/client-lambda';
import * as sfn from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import { AwsError } from '../../../twin/host/aws-error.ts';
import { defineService } from '../../../twin/host/service.ts';
import { startTwin } from '../support/start-twin.ts';

test('each protocol', async () => {
  const states = defineService({
    id: 'states',
    load: async () => sfn,
    create: () => ({
      peer: {},
      operations: {
        StartExecution: ({ stateMachineArn, name }) => ({
          executionArn: `${stateMachineArn}:${name}`,
          startDate: new Date(5000),
        }),
        StopExecution: () => {
          throw new AwsError('ExecutionDoesNotExist', 'Execution Does Not Exist: x');
        },
      },
    }),
  });
  const monitoring = defineService({
    id: 'monitoring',
    load: async () => cloudwatch,
    create: () => ({
      peer: {},
      operations: {
        DescribeAlarms: ({ AlarmNamePrefix }) => ({
          MetricAlarms: [
            { AlarmName: AlarmNamePrefix, Threshold: 1.5, StateUpdatedTimestamp: new Date(1000) },
          ],
        }),
      },
    }),
  });
  const balancing = defineService({
    id: 'elasticloadbalancing',
    load: async () => elb,
    create: () => ({
      peer: {},
      operations: {
        CreateRule: ({ Actions, Priority, Tags }) => ({
          Rules: [{ RuleArn: Tags?.[0]?.Key, Actions, Priority: String(Priority) }],
        }),
        DeleteRule: () => {
          throw new AwsError('RuleNotFoundException', 'no rule <x>');
        },
      },
    }),
  });
  const functions = defineService({
    id: 'lambda',
    load: async () => lambda,
    create: () => ({
      peer: {},
      operations: {
        Invoke: ({ FunctionName, Payload, InvocationType }) => ({
          StatusCode: 200,
          Payload: Buffer.from(
            `${FunctionName} ${InvocationType} ${Buffer.from((Payload ?? '') as Uint8Array).toString()}`,
          ) as never,
        }),
      },
    }),
  });
  const { client } = startTwin({ services: [states, monitoring, balancing, functions] });
  const s = client(sfn.SFNClient);
  expect(
    (await s.send(new sfn.StartExecutionCommand({ stateMachineArn: 'a', name: 'b' }))).executionArn,
  ).toBe('a:b');
  await expect(s.send(new sfn.StopExecutionCommand({ executionArn: 'x' }))).rejects.toThrow(
    sfn.ExecutionDoesNotExist,
  );
  await expect(s.send(new sfn.StartExecutionCommand({} as never))).rejects.toThrow(
    /stateMachineArn/,
  );
  await expect(s.send(new sfn.ListActivitiesCommand({}))).rejects.toThrow(
    'states:ListActivities is not simulated',
  );
  const c = client(cloudwatch.CloudWatchClient);
  expect(
    (await c.send(new cloudwatch.DescribeAlarmsCommand({ AlarmNamePrefix: 'q' }))).MetricAlarms,
  ).toEqual([{ AlarmName: 'q', Threshold: 1.5, StateUpdatedTimestamp: new Date(1000) }]);
  const e = client(elb.ElasticLoadBalancingV2Client);
  const Actions = [
    {
      Type: 'forward' as const,
      ForwardConfig: { TargetGroups: [{ TargetGroupArn: 'x', Weight: 10 }] },
    },
  ];
  expect(
    (
      await e.send(
        new elb.CreateRuleCommand({
          ListenerArn: 'l',
          Conditions: [],
          Priority: 3,
          Actions,
          Tags: [{ Key: 'k<&', Value: 'v' }],
        }),
      )
    ).Rules,
  ).toEqual([{ RuleArn: 'k<&', Actions, Priority: '3' }]);
  await expect(e.send(new elb.DeleteRuleCommand({ RuleArn: 'x' }))).rejects.toThrow(
    elb.RuleNotFoundException,
  );
  const l = client(lambda.LambdaClient);
  const answer = await l.send(
    new lambda.InvokeCommand({
      FunctionName: 'fn',
      Payload: Buffer.from('{}'),
      InvocationType: 'Event',
    }),
  );
  expect(answer.Payload?.transformToString()).toBe('fn Event {}');
});
