// Uploads in parts: an object that comes in pieces, in any order, and is there when they are put together.
import { createHash } from 'node:crypto';
import type * as sdk from '@aws-sdk/client-s3';
import { toBytes } from '../../gateway/wire.ts';
import type { Operations } from '../../host/operations.ts';
import type { ServiceHost } from '../../host/service.ts';
import { aboutOf } from './objects.ts';
import { entityTooSmall, invalidPart, noSuchUpload } from './problems.ts';
import { etagOf, type ObjectDetails, type Store } from './store.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const PART_BYTES_MIN = 5 * 1024 * 1024;

interface Upload {
  readonly bucket: string;
  readonly key: string;
  readonly about: ObjectDetails;
  readonly parts: Map<number, Uint8Array>;
}

interface NamesUpload {
  readonly Bucket?: string | undefined;
  readonly Key?: string | undefined;
  readonly UploadId?: string | undefined;
}

export function uploadOperations(host: ServiceHost, store: Store): Operations<typeof sdk> {
  const uploads = new Map<string, Upload>();

  function find({ Bucket, Key, UploadId: id = '' }: NamesUpload): Upload {
    const upload = uploads.get(id);
    if (upload === undefined || upload.bucket !== Bucket || upload.key !== Key) {
      throw noSuchUpload({ UploadId: id });
    }
    return upload;
  }

  return {
    CreateMultipartUpload(input) {
      const { name } = store.bucket(input.Bucket);
      const { Key: key = '' } = input;
      const UploadId = host.ids.hex(64);
      uploads.set(UploadId, { bucket: name, key, about: aboutOf(input), parts: new Map() });
      return { Bucket: name, Key: key, UploadId };
    },
    UploadPart(input) {
      const bytes = toBytes(input.Body);
      find(input).parts.set(input.PartNumber ?? 0, bytes);
      return { ETag: etagOf(bytes) };
    },
    CompleteMultipartUpload(input) {
      const upload = find(input);
      const named = input.MultipartUpload?.Parts ?? [];
      const parts = named.map(({ PartNumber = 0, ETag = '' }) => {
        const bytes = upload.parts.get(PartNumber);
        if (bytes === undefined || bare(etagOf(bytes)) !== bare(ETag)) throw invalidPart();
        return bytes;
      });
      if (parts.length === 0) throw invalidPart();
      if (parts.slice(0, -1).some(({ length }) => length < PART_BYTES_MIN)) throw entityTooSmall();
      const { bucket, key, about } = upload;
      const etag = etagOfParts(parts);
      const bytes = Buffer.concat(parts);
      store
        .bucket(bucket)
        .objects.set(key, { key, bytes, etag, modified: host.clock.date(), about });
      uploads.delete(input.UploadId ?? '');
      return { Bucket: bucket, Key: key, ETag: etag };
    },
    AbortMultipartUpload(input) {
      find(input);
      uploads.delete(input.UploadId ?? '');
      return {};
    },
  };
}

/** The digest of the parts' digests, and how many there are. */
function etagOfParts(parts: readonly Uint8Array[]): string {
  const digests = parts.map((part) => createHash('md5').update(part).digest());
  const whole = createHash('md5').update(Buffer.concat(digests)).digest('hex');
  return `"${whole}-${parts.length}"`;
}

const bare = (etag: string): string => etag.replaceAll('"', '');
