import { HeadBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { s3 } from '../../../../twin/services/s3/index.ts';
import { assemblyOf, assemblyWith, judgedTwin, stackOf } from '../builders.ts';

const bucket = (Properties: object = {}) => ({ Type: 'AWS::S3::Bucket', Properties });
const emptiedFirst = { Tags: [{ Key: 'aws-cdk:auto-delete-objects', Value: 'true' }] };

describe('a bucket', () => {
  it('is made, by the name that it has or gets, and tells its ARN', async () => {
    const { deploy, client } = judgedTwin([s3]);
    const Resources = { Named: bucket({ BucketName: 'letters' }), Nameless: bucket() };
    const Outputs = {
      Arn: { Value: { 'Fn::GetAtt': ['Named', 'Arn'] } },
      Name: { Value: { Ref: 'Nameless' } },
    };
    const deployment = await deploy(assemblyOf(stackOf({ Resources, Outputs })));
    const { Arn, Name } = deployment.stack('Shop').outputs;
    expect(Arn).toBe('arn:aws:s3:::letters');
    expect(Name).toMatch(/^shop-nameless/);
    for (const Bucket of ['letters', String(Name)]) {
      await client(S3Client).send(new HeadBucketCommand({ Bucket }));
    }
  });

  it.each([
    ['fails to go while something is in it', {}, /not empty/],
    ['is emptied first where CDK says so', emptiedFirst, undefined],
  ])('%s', async (_what, properties, refusal) => {
    const { deploy, client } = judgedTwin([s3]);
    const deployment = await deploy(
      assemblyWith({ Letters: bucket({ BucketName: 'letters', ...properties }) }),
    );
    await client(S3Client).send(new PutObjectCommand({ Bucket: 'letters', Key: 'k', Body: 'x' }));
    const update = deployment.update(assemblyWith({ Other: bucket() }));
    if (refusal === undefined) await update;
    else await expect(update).rejects.toThrow(refusal);
  });
});
