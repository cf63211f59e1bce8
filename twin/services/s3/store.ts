// Buckets of one region, and the objects in them.
import { createHash } from 'node:crypto';
import { noSuchBucket } from './problems.ts';

export interface StoredObject {
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly etag: string;
  readonly modified: Date;
  /** What the request said about the object, by member of the SDK: its type, its encoding, its metadata. */
  readonly about: ObjectDetails;
}

export interface ObjectDetails {
  readonly CacheControl?: string | undefined;
  readonly ContentDisposition?: string | undefined;
  readonly ContentEncoding?: string | undefined;
  readonly ContentLanguage?: string | undefined;
  readonly ContentType?: string | undefined;
  readonly Metadata?: Record<string, string> | undefined;
}

export interface Bucket {
  readonly name: string;
  readonly created: Date;
  readonly objects: Map<string, StoredObject>;
}

export interface Store {
  readonly buckets: Map<string, Bucket>;
  bucket(name: string | undefined): Bucket;
}

export const etagOf = (bytes: Uint8Array): string =>
  `"${createHash('md5').update(bytes).digest('hex')}"`;

export function createStore(): Store {
  const buckets = new Map<string, Bucket>();
  return {
    buckets,
    bucket(name = '') {
      const bucket = buckets.get(name);
      if (bucket === undefined) throw noSuchBucket({ BucketName: name });
      return bucket;
    },
  };
}
