// Objects: put, got, looked at, deleted.
import type * as sdk from '@aws-sdk/client-s3';
import { toBytes } from '../../gateway/wire.ts';
import type { Operations } from '../../host/operations.ts';
import type { ServiceHost } from '../../host/service.ts';
import {
  invalidRange,
  keyTooLong,
  noSuchKey,
  notFound,
  notModified,
  preconditionFailed,
} from './problems.ts';
import { type Bucket, etagOf, type ObjectDetails, type Store, type StoredObject } from './store.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const KEY_BYTES_MAX = 1024;
const DEFAULT_TYPE = 'binary/octet-stream';

export function objectOperations(host: ServiceHost, store: Store): Operations<typeof sdk> {
  return {
    PutObject(input) {
      const { objects } = store.bucket(input.Bucket);
      const { Key: key = '' } = input;
      if (Buffer.byteLength(key) > KEY_BYTES_MAX) throw keyTooLong();
      checkPreconditions(input, objects.get(key), preconditionFailed);
      const bytes = toBytes(input.Body);
      const about = aboutOf(input);
      const etag = etagOf(bytes);
      objects.set(key, { key, bytes, etag, modified: host.clock.date(), about });
      return { ETag: etag, ServerSideEncryption: 'AES256' };
    },
    GetObject(input) {
      const { key, bytes, ...object } = find(store.bucket(input.Bucket), input.Key);
      checkPreconditions(input, object, notModified);
      const range = rangeOf(input.Range, bytes.length);
      const part = range === undefined ? bytes : bytes.subarray(range.start, range.end + 1);
      return {
        ...headOf({ key, bytes: part, ...object }),
        ...(range !== undefined && {
          ContentRange: `bytes ${range.start}-${range.end}/${bytes.length}`,
        }),
        // The gateway makes a stream of it where clients want one.
        Body: part as unknown as NonNullable<sdk.GetObjectCommandOutput['Body']>,
      };
    },
    HeadObject(input) {
      const object = store.buckets.get(input.Bucket ?? '')?.objects.get(input.Key ?? '');
      if (object === undefined) throw notFound();
      checkPreconditions(input, object, notModified);
      return headOf(object);
    },
    DeleteObject({ Bucket, Key = '' }) {
      // What is not there is as good as deleted.
      store.bucket(Bucket).objects.delete(Key);
      return {};
    },
    DeleteObjects({ Bucket, Delete = { Objects: [] } }) {
      const { objects } = store.bucket(Bucket);
      const keys = (Delete.Objects ?? []).map(({ Key = '' }) => Key);
      for (const key of keys) objects.delete(key);
      return { Deleted: Delete.Quiet === true ? [] : keys.map((Key) => ({ Key })) };
    },
  };
}

/** What a request says about an object besides its bytes. */
export function aboutOf(input: ObjectDetails): ObjectDetails {
  const { CacheControl, ContentDisposition, ContentEncoding, ContentLanguage } = input;
  const { ContentType = DEFAULT_TYPE, Metadata = {} } = input;
  const described = { CacheControl, ContentDisposition, ContentEncoding, ContentLanguage };
  return { ...described, ContentType, Metadata };
}

function find({ objects }: Bucket, key = ''): StoredObject {
  const object = objects.get(key);
  if (object === undefined) throw noSuchKey({ Key: key });
  return object;
}

const headOf = ({ bytes, etag, modified, about }: StoredObject) => ({
  ...about,
  AcceptRanges: 'bytes',
  ContentLength: bytes.length,
  ETag: etag,
  LastModified: modified,
  ServerSideEncryption: 'AES256' as const,
});

interface Preconditions {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
}

function checkPreconditions(
  { IfMatch, IfNoneMatch }: Preconditions,
  object: Pick<StoredObject, 'etag'> | undefined,
  knownAlready: typeof notModified,
): void {
  const isHit = (wanted: string) =>
    object !== undefined && (wanted === '*' || bare(wanted) === bare(object.etag));
  if (IfMatch !== undefined && !isHit(IfMatch)) {
    throw object === undefined ? noSuchKey() : preconditionFailed({ Condition: 'If-Match' });
  }
  if (IfNoneMatch !== undefined && isHit(IfNoneMatch)) {
    throw knownAlready({ Condition: 'If-None-Match' });
  }
}

const bare = (etag: string): string => etag.replaceAll('"', '');

/** `bytes=0-9`, `bytes=10-`, `bytes=-5`; anything else stands for the whole. */
function rangeOf(
  text: string | undefined,
  length: number,
): { readonly start: number; readonly end: number } | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(text ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(0, length - Number(last)) : Number(first);
  const end = first === '' || last === '' ? length - 1 : Math.min(Number(last), length - 1);
  if (start > end) throw invalidRange();
  return { start, end };
}
