// What distributed maps read from S3, and what they leave there.
import { gzipSync } from 'node:zlib';
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { DescribeMapRunCommand } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { s3 } from '../../../../twin/services/s3/index.ts';
import { distributed, JSONATA, startStates } from './start-states.ts';

const PASS = { P: { Type: 'Pass', End: true } };

/** `F` for items that say so, and their own output for the others. */
const PICKY = {
  C: {
    Type: 'Choice',
    Choices: [{ Condition: '{% $states.input = "bad" %}', Next: 'F' }],
    Default: 'P',
  },
  F: { Type: 'Fail', Error: 'Bad', Cause: 'item' },
  ...PASS,
};

async function start() {
  const started = startStates({ services: [s3] });
  const client = started.client(S3Client);
  await client.send(new CreateBucketCommand({ Bucket: 'data' }));
  const put = (Key: string, Body: string | Uint8Array) =>
    client.send(new PutObjectCommand({ Bucket: 'data', Key, Body }));
  const get = async (Key: string) => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: 'data', Key }));
    return (await Body?.transformToString()) ?? '';
  };
  const map = (more: object, states: Record<string, object> = PASS, input: unknown = {}) =>
    started.run(distributed(more, states), { input, top: JSONATA });
  return { ...started, put, get, map };
}

const reader = (ReaderConfig: object, Key = 'items') => ({
  ItemReader: {
    Resource: 'arn:aws:states:::s3:getObject',
    ReaderConfig,
    Arguments: { Bucket: 'data', Key },
  },
});

describe('items', () => {
  it.each<[string, object, string, unknown]>([
    ['a JSON array', { InputType: 'JSON' }, '[1, {"a": 2}]', [1, { a: 2 }]],
    [
      'an array within JSON',
      { InputType: 'JSON', ItemsPointer: '/a/b' },
      '{"a": {"b": [1, 2]}}',
      [1, 2],
    ],
    ['lines of JSON', { InputType: 'JSONL' }, '{"a":1}\n{"a":2}\n', [{ a: 1 }, { a: 2 }]],
    [
      'CSV with its own headers',
      { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
      'a,b\n1,"x, ""y"""\n2,z\n',
      [
        { a: '1', b: 'x, "y"' },
        { a: '2', b: 'z' },
      ],
    ],
    [
      'CSV with given headers and another delimiter',
      {
        InputType: 'CSV',
        CSVHeaderLocation: 'GIVEN',
        CSVHeaders: ['a', 'b'],
        CSVDelimiter: 'PIPE',
      },
      '1|x\n2|y\n',
      [
        { a: '1', b: 'x' },
        { a: '2', b: 'y' },
      ],
    ],
    ['as many as are wanted', { InputType: 'JSON', MaxItems: 2 }, '[1,2,3]', [1, 2]],
  ])('are read from %s', async (_what, config, text, items) => {
    const { put, map } = await start();
    await put('items', text);
    expect((await map(reader(config))).output).toEqual(items);
  });

  it('are the objects of a bucket', async () => {
    const { put, map } = await start();
    for (const key of ['in/1', 'in/2', 'out/1']) await put(key, `["${key}"]`);
    const list = {
      Resource: 'arn:aws:states:::s3:listObjectsV2',
      Arguments: { Bucket: 'data', Prefix: 'in/' },
    };
    const { output } = await map({ ItemReader: list });
    expect(output).toMatchObject([
      { Etag: expect.stringMatching(/^"\w{32}"$/), Key: 'in/1', Size: 8, StorageClass: 'STANDARD' },
      { Key: 'in/2', LastModified: Date.UTC(2027, 0, 11, 9) / 1000 },
    ]);
    const ReaderConfig = { InputType: 'JSON', Transformation: 'LOAD_AND_FLATTEN' };
    const loaded = await map({ ItemReader: { ...list, ReaderConfig } });
    expect(loaded.output).toEqual(['in/1', 'in/2']);
  });

  it('are the objects in an inventory', async () => {
    const { put, map } = await start();
    await put('inventory/1.csv.gz', gzipSync('"shop","a","3"\n"shop","b","4"\n'));
    const manifest = {
      destinationBucket: 'arn:aws:s3:::data',
      fileFormat: 'CSV',
      fileSchema: 'Bucket, Key, Size',
      files: [{ key: 'inventory/1.csv.gz', size: 40 }],
    };
    await put('items', JSON.stringify(manifest));
    expect((await map(reader({ InputType: 'MANIFEST' }))).output).toEqual([
      { Bucket: 'shop', Key: 'a', Size: '3' },
      { Bucket: 'shop', Key: 'b', Size: '4' },
    ]);
  });

  it.each<[string, object, string, RegExp]>([
    ['an object that is not there', reader({}, 'none'), '', /Error Code: NoSuchKey/],
    ['what is not JSON', reader({ InputType: 'JSON' }), '[', /not valid JSON/],
    ['a line that is not JSON', reader({ InputType: 'JSONL' }), '1\n[', /not valid JSON/],
    ['what is no array', reader({ InputType: 'JSON' }), '{}', /non-iterable/],
  ])('cannot be read from %s', async (_what, more, text, reason) => {
    const { put, map } = await start();
    if (text !== '') await put('items', text);
    const { error, cause } = await map(more);
    expect(error).toBe('States.ItemReaderFailed');
    expect(cause).toMatch(reason);
  });
});

describe('results', () => {
  const writer = (WriterConfig?: object) => ({
    ToleratedFailureCount: 1,
    ResultWriter: {
      Resource: 'arn:aws:states:::s3:putObject',
      Arguments: { Bucket: 'data', Prefix: 'run' },
      ...(WriterConfig === undefined ? {} : { WriterConfig }),
    },
  });

  it('are written by how the children ended, and listed in a manifest', async () => {
    const { map, get, sfn, pump } = await start();
    const { output } = await map(writer(), PICKY, ['good', 'bad', 'fine']);
    const { MapRunArn, ResultWriterDetails } = output;
    expect(ResultWriterDetails).toEqual({
      Bucket: 'data',
      Key: `run/${MapRunArn.split(':').at(-1)}/manifest.json`,
    });
    const manifest = JSON.parse(await get(ResultWriterDetails.Key));
    expect(manifest).toMatchObject({
      DestinationBucket: 'data',
      MapRunArn,
      ResultFiles: { FAILED: [{}], PENDING: [], SUCCEEDED: [{}] },
    });
    const [succeeded] = manifest.ResultFiles.SUCCEEDED;
    expect(succeeded.Key).toMatch(/^run\/[\w-]+\/SUCCEEDED_0\.json$/);
    const text = await get(succeeded.Key);
    expect(succeeded.Size).toBe(text.length);
    expect(JSON.parse(text)).toMatchObject([
      {
        ExecutionArn: expect.stringContaining(':execution:machine-1/M:'),
        Input: '"good"',
        InputDetails: { Included: true },
        Output: '"good"',
        RedriveCount: 0,
        RedriveStatus: 'NOT_REDRIVABLE',
        RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
        StartDate: expect.stringMatching(/^2027-01-11T09:00:\d\d\.\d{3}Z$/),
        StateMachineArn: expect.stringMatching(/:stateMachine:machine-1\/M$/),
        Status: 'SUCCEEDED',
      },
      { Output: '"fine"' },
    ]);
    const failed = JSON.parse(await get(manifest.ResultFiles.FAILED[0].Key));
    expect(failed).toMatchObject([
      { Cause: 'item', Error: 'Bad', Status: 'FAILED', RedriveStatus: 'REDRIVABLE_BY_MAP_RUN' },
    ]);
    const described = sfn.send(new DescribeMapRunCommand({ mapRunArn: MapRunArn }));
    expect(await pump.runUntil(described)).toMatchObject({ itemCounts: { resultsWritten: 3 } });
  });

  it('are written as lines of what the children put out', async () => {
    const { map, get } = await start();
    const config = { OutputType: 'JSONL', Transformation: 'FLATTEN' };
    const { output } = await map(writer(config), PASS, [[1, 2], 3, { a: 4 }]);
    const { ResultFiles } = JSON.parse(await get(output.ResultWriterDetails.Key));
    expect(ResultFiles.FAILED).toEqual([]);
    expect(ResultFiles.SUCCEEDED[0].Key).toMatch(/SUCCEEDED_0\.jsonl$/);
    expect(await get(ResultFiles.SUCCEEDED[0].Key)).toBe('1\n2\n3\n{"a":4}');
  });

  it.each<[string, object, unknown]>([
    ['as they are', { OutputType: 'JSON', Transformation: 'COMPACT' }, [[1, 2], 3]],
    ['flattened', { OutputType: 'JSON', Transformation: 'FLATTEN' }, [1, 2, 3]],
    [
      'with all about them',
      { OutputType: 'JSON', Transformation: 'NONE' },
      [{ Output: '[1,2]', Status: 'SUCCEEDED' }, { Output: '3' }],
    ],
    ['in lines', { OutputType: 'JSONL', Transformation: 'COMPACT' }, '[1,2]\n3'],
  ])('that are not written are handed on %s', async (_how, WriterConfig, result) => {
    const { map } = await start();
    const { output } = await map({ ResultWriter: { WriterConfig } }, PASS, [[1, 2], 3]);
    if (typeof result === 'string') expect(output).toBe(result);
    else expect(output).toMatchObject(result as object);
  });

  it('that cannot be written fail the map', async () => {
    const { map } = await start();
    const ResultWriter = {
      Resource: 'arn:aws:states:::s3:putObject',
      Arguments: { Bucket: 'nowhere' },
    };
    const { error, cause } = await map({ ResultWriter }, PASS, [1]);
    expect(error).toBe('States.ResultWriterFailed');
    expect(cause).toContain('Error Code: NoSuchBucket');
  });
});

describe('tasks', () => {
  it('put and get objects by the SDK integration, with its names of errors', async () => {
    const { run } = await start();
    const call = (operation: string, more: object) => ({
      Type: 'Task',
      Resource: `arn:aws:states:::aws-sdk:s3:${operation}`,
      ...more,
    });
    const result = await run(
      {
        Put: call('putObject', {
          Arguments: { Bucket: 'data', Key: 'k', Body: { a: 1 } },
          Next: 'Get',
        }),
        Get: call('getObject', {
          Arguments: { Bucket: 'data', Key: 'k' },
          Assign: { got: '{% $states.result.Body %}' },
          Next: 'Miss',
        }),
        Miss: call('getObject', {
          Arguments: { Bucket: 'data', Key: 'none' },
          Catch: [{ ErrorEquals: ['S3.NoSuchKeyException'], Next: 'End' }],
          Next: 'End',
        }),
        End: { Type: 'Succeed', Output: '{% $got %}' },
      },
      { top: JSONATA },
    );
    expect(result).toMatchObject({ status: 'SUCCEEDED', output: '{"a":1}' });
  });
});
