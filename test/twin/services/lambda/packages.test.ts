// Where the code of a function comes from.
import { createHash } from 'node:crypto';
import {
  CreateFunctionCommand,
  type FunctionCode,
  InvokeCommand,
  LambdaClient,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { createAccount } from '../../../../twin/index.ts';
import { zipOf } from '../../support/zip.ts';

const answering = (text: string) =>
  zipOf({
    'index.js': `exports.handler = async () => require('./lib/answer.js').answer;`,
    'lib/answer.js': `exports.answer = ${JSON.stringify(text)};`,
  });

async function start() {
  const { twin } = createAccount({ unknownRoles: 'allow' });
  const lambda = twin.client(LambdaClient);
  const s3 = twin.client(S3Client);
  await s3.send(new CreateBucketCommand({ Bucket: 'code' }));
  const put = (Key: string, Body: Uint8Array) =>
    s3.send(new PutObjectCommand({ Bucket: 'code', Key, Body }));
  const create = (Code: FunctionCode) =>
    twin.pump.runUntil(
      lambda.send(
        new CreateFunctionCommand({
          FunctionName: 'fn',
          Handler: 'index.handler',
          Runtime: 'nodejs22.x',
          Role: 'arn:aws:iam::123456789012:role/fn',
          Code,
        }),
      ),
    );
  const answer = async () => {
    const invoked = lambda.send(new InvokeCommand({ FunctionName: 'fn' }));
    return JSON.parse((await twin.pump.runUntil(invoked)).Payload?.transformToString() ?? '');
  };
  return { twin, lambda, put, create, answer };
}

describe('a package', () => {
  it('is sent along', async () => {
    const { create, answer } = await start();
    const ZipFile = answering('sent');
    expect(await create({ ZipFile })).toMatchObject({
      CodeSize: ZipFile.length,
      CodeSha256: createHash('sha256').update(ZipFile).digest('base64'),
    });
    expect(await answer()).toBe('sent');
  });

  it('is an object in S3, and another one after an update', async () => {
    const { twin, lambda, put, create, answer } = await start();
    await put('one.zip', answering('one'));
    await put('two.zip', answering('two'));
    await create({ S3Bucket: 'code', S3Key: 'one.zip' });
    expect(await answer()).toBe('one');
    const place = { FunctionName: 'fn', S3Bucket: 'code', S3Key: 'two.zip' };
    await twin.pump.runUntil(lambda.send(new UpdateFunctionCodeCommand(place)));
    expect(await answer()).toBe('two');
  });

  it.each<[string, FunctionCode, RegExp]>([
    ['no object', { S3Bucket: 'code', S3Key: 'none.zip' }, /S3 Error Code: NoSuchKey/],
    ['in no bucket', { S3Bucket: 'nowhere', S3Key: 'x' }, /S3 Error Code: NoSuchBucket/],
    ['no archive', { ZipFile: Buffer.from('PK') }, /Could not unzip uploaded file/],
  ])('that is %s is refused', async (_what, code, message) => {
    const { create } = await start();
    await expect(create(code)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringMatching(message),
    });
  });
});
