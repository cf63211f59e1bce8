/** Benchmarks of the twin's wires: calls in process and over HTTP, and functions that call. */
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateTopicCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { serveTwin } from '../../twin/http/index.ts';
import { dynamodb } from '../../twin/services/dynamodb/index.ts';
import { lambda } from '../../twin/services/lambda/index.ts';
import { logs } from '../../twin/services/logs/index.ts';
import { sns } from '../../twin/services/sns/index.ts';
import { sts } from '../../twin/services/sts/index.ts';
import { bundleFunction, createFunction } from '../twin/support/functions.ts';
import { startTwin } from '../twin/support/start-twin.ts';

const TableName = 'bench';
const Key = { pk: { S: 'service#auth' } };

const started = startTwin({ services: [dynamodb, lambda, logs, sns, sts], keepTrace: 1_000 });
const { twin, pump } = started;
const region = 'us-east-1';

await twin.call({
  service: 'dynamodb',
  operation: 'CreateTable',
  region,
  input: {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  },
});
await started.pass(60);

const table = started.client(DynamoDBClient);
await table.send(new PutItemCommand({ TableName, Item: { ...Key, epoch: { N: '7' } } }));
const topics = started.client(SNSClient);
const { TopicArn } = await topics.send(new CreateTopicCommand({ Name: 'bench' }));

const served = await serveTwin(startTwin({ services: [sts], keepTrace: 1_000 }).twin, { speed: 1 });

/** One small call of an SDK client in this process: JSON. */
export const callInProcess = () => table.send(new GetItemCommand({ TableName, Key }));

/** One small call of an SDK client in this process: form parameters and XML. */
export const callInProcessByQuery = () =>
  topics.send(new PublishCommand({ TopicArn, Subject: 'bench', Message: 'x'.repeat(200) }));

const overHttp = new STSClient({
  region,
  endpoint: served.url,
  credentials: { accessKeyId: 'anyone', secretAccessKey: 'anything' },
});

/** One small call of an SDK client by HTTP over the loopback interface. */
export const callOverHttp = () => overHttp.send(new GetCallerIdentityCommand({}));

/** A warm function that makes no call. */
export const invokeIdle = () => invoke('idle');

/** A warm function that makes two calls with the SDK, one of JSON and one of XML. */
export const invokeWithTwoCalls = () => invoke('caller');

await createFunction(twin, { name: 'idle', code: 'exports.handler = async () => 1;' });
await createFunction(twin, {
  name: 'caller',
  code: bundleFunction(`
    import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
    import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
    const table = new DynamoDBClient({});
    const topics = new SNSClient({});
    export const handler = async ({ TableName, Key, TopicArn }) => {
      await table.send(new GetItemCommand({ TableName, Key }));
      await topics.send(new PublishCommand({ TopicArn, Message: 'called' }));
    };
  `),
});

async function invoke(FunctionName: string): Promise<void> {
  const Payload = Buffer.from(JSON.stringify({ TableName, Key, TopicArn }));
  const input = { FunctionName, Payload };
  const answer = await pump.runUntil(
    twin.call({ service: 'lambda', operation: 'Invoke', input, region }),
  );
  if ('FunctionError' in answer) throw new Error(`${FunctionName} failed`);
}
