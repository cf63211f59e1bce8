// Lists of a bucket's objects: by prefix, folded at a delimiter, in pages.
import type * as sdk from '@aws-sdk/client-s3';
import type { Operations } from '../../host/operations.ts';
import { invalidToken } from './problems.ts';
import type { Store, StoredObject } from './store.ts';

const PAGE_SIZE_MAX = 1000;

/** An object, or everything whose name goes on after the same prefix. */
interface Entry {
  readonly name: string;
  readonly object: StoredObject | undefined;
}

export function listOperations(store: Store): Operations<typeof sdk> {
  return {
    ListObjectsV2(input) {
      const { Bucket: Name, Prefix = '', Delimiter, ContinuationToken, StartAfter } = input;
      const { MaxKeys = PAGE_SIZE_MAX } = input;
      const { objects } = store.bucket(Name);
      const after = ContinuationToken === undefined ? StartAfter : decode(ContinuationToken);
      const all = fold(objects.values(), Prefix, Delimiter).filter(
        ({ name }) => after === undefined || isBefore(after, name),
      );
      const page = all.slice(0, Math.min(MaxKeys, PAGE_SIZE_MAX));
      const isTruncated = page.length < all.length && page.length > 0;
      const spell = input.EncodingType === 'url' ? encodeKey : (text: string) => text;
      return {
        Name,
        Prefix: spell(Prefix),
        MaxKeys,
        KeyCount: page.length,
        IsTruncated: isTruncated,
        ...(Delimiter !== undefined && { Delimiter: spell(Delimiter) }),
        ...(input.EncodingType !== undefined && { EncodingType: input.EncodingType }),
        ...(StartAfter !== undefined && { StartAfter: spell(StartAfter) }),
        ...(ContinuationToken !== undefined && { ContinuationToken }),
        ...(isTruncated && { NextContinuationToken: encode(page.at(-1)?.name ?? '') }),
        Contents: page.flatMap(({ object }) =>
          object === undefined ? [] : [{ ...describe(object), Key: spell(object.key) }],
        ),
        CommonPrefixes: page.flatMap(({ name, object }) =>
          object === undefined ? [{ Prefix: spell(name) }] : [],
        ),
      };
    },
  };
}

function fold(
  objects: Iterable<StoredObject>,
  prefix: string,
  delimiter: string | undefined,
): readonly Entry[] {
  const entries = new Map<string, Entry>();
  for (const object of objects) {
    if (!object.key.startsWith(prefix)) continue;
    const end = delimiter ? object.key.indexOf(delimiter, prefix.length) : -1;
    const name = end < 0 ? object.key : object.key.slice(0, end + (delimiter ?? '').length);
    entries.set(name, { name, object: end < 0 ? object : undefined });
  }
  return [...entries.values()].sort((a, b) => (isBefore(a.name, b.name) ? -1 : 1));
}

/** S3 sorts by the bytes of UTF-8. */
const isBefore = (a: string, b: string): boolean =>
  Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0;

const describe = ({ bytes, etag, modified }: StoredObject) => ({
  ETag: etag,
  LastModified: modified,
  Size: bytes.length,
  StorageClass: 'STANDARD' as const,
});

const encodeKey = (key: string): string =>
  encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+');

const encode = (name: string): string => Buffer.from(name).toString('base64url');

function decode(token: string): string {
  const name = Buffer.from(token, 'base64url').toString('utf8');
  if (name === '' || encode(name) !== token) throw invalidToken();
  return name;
}
