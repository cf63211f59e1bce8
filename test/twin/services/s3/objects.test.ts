import { request } from 'node:http';
import * as sdk from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from 'vitest';
import { createAccount, type ServedTwin, serveTwin } from '../../../../twin/index.ts';
import { s3 } from '../../../../twin/services/s3/index.ts';
import { startTwin } from '../../support/start-twin.ts';

const open: ServedTwin[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((served) => served.close()));
});

const Bucket = 'letters';

async function start() {
  const started = startTwin({ services: [s3] });
  const client = started.client(sdk.S3Client);
  await client.send(new sdk.CreateBucketCommand({ Bucket }));
  const put = (Key: string, Body: string, more: Partial<sdk.PutObjectCommandInput> = {}) =>
    client.send(new sdk.PutObjectCommand({ Bucket, Key, Body, ...more }));
  const get = async (Key: string, more: Partial<sdk.GetObjectCommandInput> = {}) => {
    const { Body, ...rest } = await client.send(new sdk.GetObjectCommand({ Bucket, Key, ...more }));
    return { ...rest, text: await Body?.transformToString() };
  };
  const list = (more: Partial<sdk.ListObjectsV2CommandInput> = {}) =>
    client.send(new sdk.ListObjectsV2Command({ Bucket, ...more }));
  return { ...started, client, put, get, list };
}

describe('an object', () => {
  it('comes back as it was put, with what was said about it', async () => {
    const { put, get, client } = await start();
    const { ETag } = await put('a/ä b+c.txt', 'Grüße', {
      ContentType: 'text/plain',
      ContentEncoding: 'identity',
      Metadata: { author: 'me' },
    });
    expect(ETag).toMatch(/^"[0-9a-f]{32}"$/);
    const described = {
      ETag,
      ContentType: 'text/plain',
      ContentEncoding: 'identity',
      ContentLength: 7,
      Metadata: { author: 'me' },
      LastModified: new Date(Date.UTC(2027, 0, 11, 9)),
    };
    expect(await get('a/ä b+c.txt')).toMatchObject({ text: 'Grüße', ...described });
    const head = new sdk.HeadObjectCommand({ Bucket, Key: 'a/ä b+c.txt' });
    expect(await client.send(head)).toMatchObject(described);
  });

  it('is replaced by the next of its key, and gone when it is deleted, also twice', async () => {
    const { put, get, client } = await start();
    await put('k', 'one');
    await put('k', 'two');
    expect((await get('k')).text).toBe('two');
    for (const _ of [1, 2]) await client.send(new sdk.DeleteObjectCommand({ Bucket, Key: 'k' }));
    await expect(get('k')).rejects.toMatchObject({
      name: 'NoSuchKey',
      $metadata: { httpStatusCode: 404 },
    });
    const head = client.send(new sdk.HeadObjectCommand({ Bucket, Key: 'k' }));
    await expect(head).rejects.toMatchObject({ name: 'NotFound' });
  });

  it.each([
    ['bytes=0-2', 'abc', 'bytes 0-2/6'],
    ['bytes=4-', 'ef', 'bytes 4-5/6'],
    ['bytes=-2', 'ef', 'bytes 4-5/6'],
    ['bytes=4-99', 'ef', 'bytes 4-5/6'],
  ])('is read in part: %s', async (Range, text, ContentRange) => {
    const { put, get } = await start();
    await put('k', 'abcdef');
    expect(await get('k', { Range })).toMatchObject({ text, ContentRange });
    await expect(get('k', { Range: 'bytes=6-' })).rejects.toMatchObject({ name: 'InvalidRange' });
  });

  it('is put and read only under the conditions of the request', async () => {
    const { put, get } = await start();
    const { ETag = '' } = await put('k', 'one', { IfNoneMatch: '*' });
    const refused = { name: 'PreconditionFailed', $metadata: { httpStatusCode: 412 } };
    await expect(put('k', 'two', { IfNoneMatch: '*' })).rejects.toMatchObject(refused);
    await expect(put('k', 'two', { IfMatch: '"x"' })).rejects.toMatchObject(refused);
    await put('k', 'two', { IfMatch: ETag });
    const { ETag: newer = '' } = await get('k');
    await expect(get('k', { IfNoneMatch: newer })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
  });
});

describe('an upload in parts', () => {
  const Key = 'large';
  const PART_BYTES = 5 * 1024 * 1024;

  async function upload() {
    const started = await start();
    const { client } = started;
    const { UploadId } = await client.send(
      new sdk.CreateMultipartUploadCommand({ Bucket, Key, ContentType: 'text/plain' }),
    );
    const place = { Bucket, Key, UploadId };
    const add = async (PartNumber: number, Body: string) => {
      const command = new sdk.UploadPartCommand({ ...place, PartNumber, Body });
      return { PartNumber, ETag: (await client.send(command)).ETag };
    };
    const complete = (Parts: sdk.CompletedPart[]) =>
      client.send(new sdk.CompleteMultipartUploadCommand({ ...place, MultipartUpload: { Parts } }));
    return { ...started, place, add, complete };
  }

  it('is an object once its parts are put together, in their order', async () => {
    const { add, complete, get, list } = await upload();
    const second = await add(2, 'b');
    const first = await add(1, 'a'.repeat(PART_BYTES));
    expect((await list()).KeyCount).toBe(0);
    const { ETag } = await complete([first, second]);
    expect(ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
    const { text = '', ContentType } = await get(Key);
    expect([text.length, text.at(-1), ContentType]).toEqual([PART_BYTES + 1, 'b', 'text/plain']);
  });

  it('takes no parts that are too small, unknown, or of an upload that is over', async () => {
    const { add, complete, client, place } = await upload();
    const [first, second] = [await add(1, 'a'), await add(2, 'b')];
    await expect(complete([first, second])).rejects.toMatchObject({ name: 'EntityTooSmall' });
    await expect(complete([{ PartNumber: 3, ETag: 'x' }])).rejects.toMatchObject({
      name: 'InvalidPart',
    });
    await client.send(new sdk.AbortMultipartUploadCommand(place));
    await expect(add(3, 'c')).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });
});

describe('a list', () => {
  it('is sorted, of one prefix, folded at a delimiter, and in pages', async () => {
    const { put, list } = await start();
    for (const key of ['b', 'a/2', 'a/1', 'a/x/1', 'c']) await put(key, key);
    const keys = ({ Contents = [] }: sdk.ListObjectsV2CommandOutput) =>
      Contents.map(({ Key }) => Key);
    expect(keys(await list())).toEqual(['a/1', 'a/2', 'a/x/1', 'b', 'c']);
    expect(await list({ Prefix: 'a/', Delimiter: '/' })).toMatchObject({
      KeyCount: 3,
      Contents: [{ Key: 'a/1', Size: 3, StorageClass: 'STANDARD' }, { Key: 'a/2' }],
      CommonPrefixes: [{ Prefix: 'a/x/' }],
    });
    expect(keys(await list({ StartAfter: 'a/x/1' }))).toEqual(['b', 'c']);
    const first = await list({ MaxKeys: 2 });
    expect(first).toMatchObject({ IsTruncated: true, KeyCount: 2 });
    const ContinuationToken = first.NextContinuationToken;
    const rest = await list({ ContinuationToken });
    expect([...keys(first), ...keys(rest)]).toHaveLength(5);
    expect(rest.IsTruncated).toBe(false);
    await expect(list({ ContinuationToken: '?' })).rejects.toMatchObject({
      name: 'InvalidArgument',
    });
  });
});

describe('a bucket', () => {
  it('is there once, and goes when it is empty', async () => {
    const { put, client } = await start();
    const create = (name: string) => client.send(new sdk.CreateBucketCommand({ Bucket: name }));
    await expect(create(Bucket)).rejects.toMatchObject({ name: 'BucketAlreadyOwnedByYou' });
    await expect(create('No_Bucket')).rejects.toMatchObject({ name: 'InvalidBucketName' });
    expect(await client.send(new sdk.HeadBucketCommand({ Bucket }))).toMatchObject({
      BucketRegion: 'us-east-1',
    });
    expect(await client.send(new sdk.ListBucketsCommand({}))).toMatchObject({
      Buckets: [{ Name: Bucket }],
    });
    await put('k', 'one');
    const remove = () => client.send(new sdk.DeleteBucketCommand({ Bucket }));
    await expect(remove()).rejects.toMatchObject({ name: 'BucketNotEmpty' });
    const Delete = { Objects: [{ Key: 'k' }, { Key: 'none' }] };
    expect(await client.send(new sdk.DeleteObjectsCommand({ Bucket, Delete }))).toMatchObject({
      Deleted: [{ Key: 'k' }, { Key: 'none' }],
    });
    await remove();
    await expect(put('k', 'one')).rejects.toMatchObject({ name: 'NoSuchBucket' });
    const head = client.send(new sdk.HeadBucketCommand({ Bucket }));
    await expect(head).rejects.toMatchObject({ name: 'NotFound' });
  });
});

describe('over HTTP', () => {
  it.each(['127.0.0.1', 'localhost'])('objects travel by %s', async (host) => {
    const { twin } = createAccount({ unknownRoles: 'allow' });
    const served = await serveTwin(twin, { speed: 'manual' });
    open.push(served);
    const client = new sdk.S3Client({
      region: 'us-east-1',
      endpoint: served.url.replace('127.0.0.1', host),
      credentials: { accessKeyId: 'anyone', secretAccessKey: 'anything' },
      maxAttempts: 1,
      forcePathStyle: host === 'localhost',
    });
    await client.send(new sdk.CreateBucketCommand({ Bucket }));
    const Body = 'x'.repeat(100_000);
    await client.send(new sdk.PutObjectCommand({ Bucket, Key: 'k', Body }));
    const got = await client.send(new sdk.GetObjectCommand({ Bucket, Key: 'k' }));
    expect(await got.Body?.transformToString()).toBe(Body);
    expect(await client.send(new sdk.HeadObjectCommand({ Bucket, Key: 'k' }))).toMatchObject({
      ContentLength: 100_000,
    });
  });

  it('bodies may come in chunks of their own, and the bucket in the name of the host', async () => {
    const { twin } = createAccount({ unknownRoles: 'allow' });
    const served = await serveTwin(twin, { speed: 'manual' });
    open.push(served);
    const send = (method: string, path: string, body = '', more: Record<string, string> = {}) =>
      ask(served.url, {
        method,
        path,
        body,
        headers: { host: `${Bucket}.localhost`, authorization: SIGNED, ...more },
      });
    expect((await send('PUT', '/')).status).toBe(200);
    const chunked = '5;chunk-signature=x\r\nhello\r\n6\r\n there\r\n0\r\nx-zone:y\r\n';
    const put = await send('PUT', '/k', chunked, { 'content-encoding': 'aws-chunked' });
    expect(put.status).toBe(200);
    expect(await send('GET', '/k')).toMatchObject({ status: 200, text: 'hello there' });
    const missing = await send('GET', '/none');
    expect(missing.status).toBe(404);
    expect(missing.text).toMatch(/^<Error><Code>NoSuchKey<\/Code><Message>/);
    const cut = await send('PUT', '/k', 'zz', { 'content-encoding': 'aws-chunked' });
    expect(cut.text).toContain('<Code>IncompleteBody</Code>');
  });
});

const SIGNED =
  'AWS4-HMAC-SHA256 Credential=any/20270111/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0';

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly headers: Record<string, string>;
}

/** A plain request, with a host that fetch would not send. */
function ask(url: string, { body, ...asked }: Asked): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, asked, async (answer) => {
      const text = Buffer.concat(await answer.toArray()).toString();
      resolve({ status: answer.statusCode ?? 0, text });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
