// S3 names its actions by what they do to buckets and objects, not always by the operation.
import type * as S3 from '@aws-sdk/client-s3';
import { defineActions, each, type ServiceActions } from './table.ts';

interface NamesBucket {
  readonly Bucket?: string | undefined;
}

interface NamesObject extends NamesBucket {
  readonly Key?: string | undefined;
}

const bucketArn = (bucket: string | undefined): string => `arn:aws:s3:::${bucket}`;
const byBucket = ({ Bucket }: NamesBucket) => ({ on: [bucketArn(Bucket)] });
const objectArn = ({ Bucket, Key }: NamesObject): string => `${bucketArn(Bucket)}/${Key}`;
const byObject = (input: NamesObject) => ({ on: [objectArn(input)] });

const actions = defineActions<typeof S3>()('s3', {
  ...each(['CreateBucket', 'DeleteBucket'], byBucket),
  ...each(['GetObject', 'PutObject', 'DeleteObject'], byObject),
  ...each(
    ['CreateMultipartUpload', 'UploadPart', 'CompleteMultipartUpload'],
    (input: NamesObject) => ({ ...byObject(input), action: 's3:PutObject' }),
  ),
  AbortMultipartUpload: byObject,
  HeadObject: (input) => ({ ...byObject(input), action: 's3:GetObject' }),
  HeadBucket: (input) => ({ ...byBucket(input), action: 's3:ListBucket' }),
  ListBuckets: () => ({ action: 's3:ListAllMyBuckets' }),
  ListObjectsV2: ({ Bucket, Prefix = '', Delimiter = '' }) => ({
    ...byBucket({ Bucket }),
    action: 's3:ListBucket',
    keys: { 's3:prefix': Prefix, 's3:delimiter': Delimiter },
  }),
  DeleteObjects: ({ Bucket, Delete }) => ({
    action: 's3:DeleteObject',
    on: (Delete?.Objects ?? []).map(({ Key }) => objectArn({ Bucket, Key })),
  }),
});

/** Of the many actions on buckets, the twin sees no others being used. */
export const s3Actions: ServiceActions = {
  ...actions,
  seen: [
    'AbortMultipartUpload',
    'CreateBucket',
    'DeleteBucket',
    'DeleteObject',
    'GetObject',
    'ListAllMyBuckets',
    'ListBucket',
    'PutObject',
  ],
};
