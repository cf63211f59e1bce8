// A world in which much happens: functions, state machines, events, alarms, retries and faults. Gives the hash of its trace.
import { createAccount, DEFAULT_REGION } from '../../../twin/index.ts';
import { bundleFunction, createFunction } from '../support/functions.ts';

const ACCOUNT = '123456789012';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/machine`;
const MINUTE = 60_000;

const WORKER = bundleFunction(`
  import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
  import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
  import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
  const [metrics, table, topics] = [new CloudWatchClient({}), new DynamoDBClient({}), new SNSClient({})];
  export const handler = async ({ TopicArn, item }) => {
    await table.send(new UpdateItemCommand({
      TableName: 'work',
      Key: { pk: { S: String(item) } },
      UpdateExpression: 'ADD done :one SET id = :id',
      ExpressionAttributeValues: { ':one': { N: '1' }, ':id': { S: crypto.randomUUID() } },
    }));
    if (Math.random() < 0.3) throw new Error('unlucky at ' + new Date().toISOString());
    await Promise.all([
      metrics.send(new PutMetricDataCommand({ Namespace: 'Work', MetricData: [{ MetricName: 'Done', Value: 1 }] })),
      topics.send(new PublishCommand({ TopicArn, Message: 'done ' + item })),
    ]);
    return { item, at: Date.now() };
  };
`);

const machine = (TopicArn: string) => ({
  QueryLanguage: 'JSONata',
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      Items: '{% [1..2] %}',
      ItemProcessor: {
        StartAt: 'Work',
        States: {
          Work: {
            Type: 'Task',
            Resource: 'arn:aws:states:::lambda:invoke',
            Arguments: {
              FunctionName: 'worker',
              Payload: { item: '{% $states.input %}', TopicArn },
            },
            Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 4, JitterStrategy: 'FULL' }],
            Catch: [{ ErrorEquals: ['States.ALL'], Next: 'GiveUp' }],
            Next: 'Rest',
          },
          Rest: { Type: 'Wait', Seconds: '{% $floor($random() * 60) %}', End: true },
          GiveUp: { Type: 'Pass', End: true },
        },
      },
      End: true,
    },
  },
});

export async function playBusyWorld(seed: number): Promise<string> {
  const { twin } = createAccount({ seed, unknownRoles: 'allow' });
  const call = async (
    service: Parameters<typeof twin.call>[0]['service'],
    operation: string,
    input: object,
  ) =>
    (await twin.pump.runUntil(
      twin.call({ service, operation, input, region: DEFAULT_REGION }),
    )) as Record<string, string>;
  const { TopicArn = '' } = await call('sns', 'CreateTopic', { Name: 'work' });
  await call('dynamodb', 'CreateTable', {
    TableName: 'work',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  });
  await twin.pump.run(twin.clock.now() + MINUTE);
  await createFunction(twin, { name: 'worker', code: WORKER });
  const { stateMachineArn = '' } = await call('states', 'CreateStateMachine', {
    name: 'machine',
    roleArn: ROLE,
    definition: JSON.stringify(machine(TopicArn)),
  });
  await call('monitoring', 'PutMetricAlarm', {
    AlarmName: 'busy',
    Namespace: 'Work',
    MetricName: 'Done',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
  });
  for (const [Name, rule] of Object.entries(RULES)) {
    await call('events', 'PutRule', { Name, ...rule });
    const target = { Id: 'machine', Arn: stateMachineArn, RoleArn: ROLE };
    await call('events', 'PutTargets', { Rule: Name, Targets: [target] });
  }
  twin.faults.add({ hook: 'call', fault: 'throttle', service: 'dynamodb', probability: 0.1 });
  twin.faults.add({ hook: 'lambda', fault: 'killed', probability: 0.05 });
  twin.faults.add({ hook: 'event', fault: 'twice', probability: 0.2 });
  await twin.pump.run(twin.clock.now() + 4 * MINUTE);
  return twin.trace.hash();
}

const RULES = {
  often: { ScheduleExpression: 'rate(1 minute)' },
  alarmed: {
    EventPattern: JSON.stringify({
      source: ['aws.cloudwatch'],
      'detail-type': ['CloudWatch Alarm State Change'],
      detail: { state: { value: ['ALARM'] } },
    }),
  },
};
