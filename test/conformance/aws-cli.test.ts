// The `aws` command against a twin's port: what people type, by the wires that botocore speaks.
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAccount, type ServedTwin, serveTwin } from '../../twin/index.ts';

const isInstalled = spawnSync('aws', ['--version']).status === 0;
const title = isInstalled
  ? 'the aws command'
  : 'the aws command (skipped: there is none on the PATH)';

const ROLE = 'arn:aws:iam::123456789012:role/machine';
const DEFINITION = JSON.stringify({
  StartAt: 'Rest',
  States: {
    Rest: { Type: 'Wait', Seconds: 3600, Next: 'Greet' },
    Greet: { Type: 'Pass', Result: { greeting: 'hello <you> & "me"' }, End: true },
  },
});

describe.skipIf(!isInstalled)(title, () => {
  let served: ServedTwin;

  beforeAll(async () => {
    served = await serveTwin(createAccount({ unknownRoles: 'allow' }).twin, { speed: 'max' });
  });
  afterAll(() => served.close());

  /** What the command prints, parsed. */
  async function aws(...words: string[]): Promise<Record<string, unknown>> {
    const args = ['--endpoint-url', served.url, '--output', 'json', ...words];
    const { stdout } = await promisify(execFile)('aws', args, { env: ENVIRONMENT });
    return stdout === '' ? {} : JSON.parse(stdout);
  }

  async function refusal(...words: string[]): Promise<string> {
    return await aws(...words).then(
      () => 'no refusal',
      (error) => String(error.stderr),
    );
  }

  test('creates a state machine, runs it, and shows how it went', async () => {
    const { stateMachineArn } = await aws(
      ...['stepfunctions', 'create-state-machine', '--name', 'greeter'],
      ...['--definition', DEFINITION, '--role-arn', ROLE],
    );
    const { executionArn } = await aws(
      ...['stepfunctions', 'start-execution', '--name', 'first', '--input', '{"a":1}'],
      ...['--state-machine-arn', String(stateMachineArn)],
    );
    const execution = ['--execution-arn', String(executionArn)];
    expect(await aws('stepfunctions', 'describe-execution', ...execution)).toMatchObject({
      status: 'SUCCEEDED',
      input: '{"a":1}',
      output: JSON.stringify({ greeting: 'hello <you> & "me"' }),
    });
    const { events } = await aws('stepfunctions', 'get-execution-history', ...execution);
    expect(events).toMatchObject([
      { id: 1, type: 'ExecutionStarted' },
      { id: 2, type: 'WaitStateEntered' },
      { id: 3, type: 'WaitStateExited' },
      { id: 4, type: 'PassStateEntered' },
      { id: 5, type: 'PassStateExited' },
      { id: 6, type: 'ExecutionSucceeded' },
    ]);
    expect(await aws('stepfunctions', 'list-state-machines')).toMatchObject({
      stateMachines: [{ name: 'greeter', type: 'STANDARD' }],
    });
  });

  test('publishes to a topic', async () => {
    const { TopicArn } = await aws('sns', 'create-topic', '--name', 'news');
    expect(TopicArn).toBe('arn:aws:sns:us-east-1:123456789012:news');
    const published = await aws(
      ...['sns', 'publish', '--topic-arn', String(TopicArn), '--message', 'a <b> & c'],
      ...['--message-attributes', 'kind={DataType=String,StringValue=x}'],
    );
    expect(published['MessageId']).toMatch(/^[0-9a-f-]{36}$/);
    expect(await aws('sns', 'list-topics')).toEqual({ Topics: [{ TopicArn }] });
  });

  test('puts a metric and an alarm on it, which goes off', async () => {
    const metric = ['--namespace', 'Shop', '--metric-name', 'Errors'];
    const value = ['--value', '3', '--dimensions', 'Service=auth'];
    await aws('cloudwatch', 'put-metric-data', ...metric, ...value);
    await aws(
      ...['cloudwatch', 'put-metric-alarm', '--alarm-name', 'errors', ...metric],
      ...['--dimensions', 'Name=Service,Value=auth', '--statistic', 'Sum', '--period', '60'],
      ...['--evaluation-periods', '1', '--threshold', '1'],
      ...['--comparison-operator', 'GreaterThanThreshold'],
      // The command takes real time, so the value may be some minutes old when the alarm is looked at.
      ...['--treat-missing-data', 'ignore'],
    );
    const body = JSON.stringify({ seconds: 180 });
    await fetch(`${served.url}/_twin/advance`, { method: 'POST', body });
    expect(await aws('cloudwatch', 'list-metrics', '--namespace', 'Shop')).toMatchObject({
      Metrics: [{ MetricName: 'Errors', Dimensions: [{ Name: 'Service', Value: 'auth' }] }],
    });
    expect(await aws('cloudwatch', 'describe-alarms', '--state-value', 'ALARM')).toMatchObject({
      MetricAlarms: [{ AlarmName: 'errors', Threshold: 1, MetricName: 'Errors' }],
    });
  });

  test('puts objects, lists them, and gets them back', async () => {
    const object = ['--bucket', 'letters', '--key', 'a b/ä.txt'];
    await aws('s3api', 'create-bucket', '--bucket', 'letters');
    await aws('s3api', 'put-object', ...object, '--body', import.meta.filename);
    expect(await aws('s3api', 'list-objects-v2', '--bucket', 'letters')).toMatchObject({
      Contents: [{ Key: 'a b/ä.txt', Size: readFileSync(import.meta.filename).length }],
    });
    const copy = join(mkdtempSync(join(tmpdir(), 'object-')), 'copy');
    await aws('s3api', 'get-object', ...object, copy);
    expect(readFileSync(copy, 'utf8')).toBe(readFileSync(import.meta.filename, 'utf8'));
    rmSync(dirname(copy), { recursive: true });
  });

  test('gets errors that it can name', async () => {
    const missing = 'arn:aws:states:us-east-1:123456789012:stateMachine:missing';
    expect(
      await refusal('stepfunctions', 'describe-state-machine', '--state-machine-arn', missing),
    ).toContain('(StateMachineDoesNotExist)');
    expect(await refusal('sns', 'get-topic-attributes', '--topic-arn', missing)).toContain(
      '(NotFound)',
    );
  });

  test.each([
    ['JSON', ['kms', 'list-keys'], 'kms:ListKeys is not simulated'],
    ['form parameters', ['iam', 'list-roles'], 'iam:ListRoles is not simulated'],
    ['the parameters of EC2', ['ec2', 'describe-vpcs'], 'ec2:DescribeVpcs is not simulated'],
    [
      'XML over REST',
      ['s3api', 'get-bucket-acl', '--bucket', 'bucket'],
      's3:GetBucketAcl is not simulated',
    ],
    ['JSON over REST', ['lambda', 'list-layers'], 'lambda:ListLayers is not simulated'],
  ])('learns by %s what is not simulated', async (_protocol, words, message) => {
    const said = await refusal(...words);
    expect(said).toContain('(NotImplemented)');
    expect(said).toContain(message);
  });
});

const ENVIRONMENT = {
  PATH: process.env['PATH'],
  HOME: process.env['HOME'],
  AWS_ACCESS_KEY_ID: 'anyone',
  AWS_SECRET_ACCESS_KEY: 'anything',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_PAGER: '',
};
