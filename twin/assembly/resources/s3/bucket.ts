// AWS::S3::Bucket
import type * as Sdk from '@aws-sdk/client-s3';
import { text } from '../../properties.ts';
import type { Properties, ResourceProvider } from '../../provider.ts';
import { callsOf, type StackHost } from '../../stack-host.ts';

const s3 = callsOf<typeof Sdk>('s3');

export const bucket: ResourceProvider = {
  type: 'AWS::S3::Bucket',
  service: 's3',
  replaceOn: ['BucketName'],
  async create({ properties, stack, name }) {
    const Bucket = text(properties, 'BucketName') ?? name({ lengthMax: 63, lowerCase: true });
    await s3(stack, 'CreateBucket', { Bucket });
    return {
      physicalId: Bucket,
      attributes: {
        Arn: `arn:aws:s3:::${Bucket}`,
        DomainName: `${Bucket}.s3.amazonaws.com`,
        DualStackDomainName: `${Bucket}.s3.dualstack.${stack.region}.amazonaws.com`,
        RegionalDomainName: `${Bucket}.s3.${stack.region}.amazonaws.com`,
        WebsiteURL: `http://${Bucket}.s3-website-${stack.region}.amazonaws.com`,
      },
    };
  },
  async delete({ physicalId: Bucket, properties }, stack) {
    if (isEmptiedFirst(properties)) await empty(Bucket, stack);
    await s3(stack, 'DeleteBucket', { Bucket });
  },
};

/** CDK says so by a tag, by which a function of its own knows what to delete. */
function isEmptiedFirst({ Tags: tags = [] }: Properties): boolean {
  if (!Array.isArray(tags)) return false;
  return tags.some(({ Key, Value }) => Key === 'aws-cdk:auto-delete-objects' && Value === 'true');
}

async function empty(Bucket: string, stack: StackHost): Promise<void> {
  for (;;) {
    const { Contents = [], IsTruncated = false } = await s3(stack, 'ListObjectsV2', { Bucket });
    const Objects = Contents.map(({ Key }) => ({ Key }));
    if (Objects.length > 0) await s3(stack, 'DeleteObjects', { Bucket, Delete: { Objects } });
    if (!IsTruncated) return;
  }
}
