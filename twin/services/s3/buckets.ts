// Buckets as resources: made, found, listed, deleted.
import type * as sdk from '@aws-sdk/client-s3';
import type { Operations } from '../../host/operations.ts';
import type { ServiceHost } from '../../host/service.ts';
import { bucketIsYours, bucketNotEmpty, invalidBucketName, notFound } from './problems.ts';
import type { Store } from './store.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const NAME = /^(?!xn--|sthree-|\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

export function bucketOperations(host: ServiceHost, store: Store): Operations<typeof sdk> {
  return {
    CreateBucket({ Bucket: name = '' }) {
      if (!NAME.test(name)) throw invalidBucketName({ BucketName: name });
      if (store.buckets.has(name)) throw bucketIsYours({ BucketName: name });
      store.buckets.set(name, { name, created: host.clock.date(), objects: new Map() });
      return { Location: `/${name}` };
    },
    HeadBucket({ Bucket: name = '' }) {
      if (!store.buckets.has(name)) throw notFound();
      return { BucketRegion: host.region };
    },
    ListBuckets: () => ({
      Buckets: [...store.buckets.values()]
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map(({ name, created }) => ({ Name: name, CreationDate: created })),
      Owner: { ID: host.account },
    }),
    DeleteBucket({ Bucket }) {
      const { name, objects } = store.bucket(Bucket);
      if (objects.size > 0) throw bucketNotEmpty({ BucketName: name });
      store.buckets.delete(name);
      return {};
    },
  };
}
