// What maps read from S3 and write there, in the name of the state machine's role.
import type * as S3 from '@aws-sdk/client-s3';
import { toBytes } from '../../../gateway/wire.ts';
import { AwsError, LostCall } from '../../../host/aws-error.ts';
import { roleCaller } from '../../../host/caller.ts';
import type { ServiceHost } from '../../../host/service.ts';
import type { Execution, Storage } from '../engine/model.ts';
import { STATES_ERRORS } from '../errors/names.ts';
import { StateError } from '../errors/state-error.ts';

export function createStorage(host: ServiceHost): Storage {
  async function call<Output>(
    { identity }: Execution,
    { error, ...request }: { readonly operation: string; readonly input: object; error: string },
  ): Promise<Output> {
    const roleArn = identity.roleArn ?? `arn:aws:iam::${host.account}:role/none`;
    const caller = roleCaller(roleArn, identity.name);
    try {
      return (await host.call({ service: 's3', caller, ...request })) as Output;
    } catch (thrown) {
      if (!(thrown instanceof AwsError) && !(thrown instanceof LostCall)) throw thrown;
      throw new StateError(error, reasonOf(thrown, host.ids.uuid()));
    }
  }
  const error = STATES_ERRORS.itemReaderFailed;
  return {
    async read(execution, { bucket, key }) {
      const input = { Bucket: bucket, Key: key };
      const output = await call<S3.GetObjectOutput>(execution, {
        operation: 'GetObject',
        input,
        error,
      });
      return toBytes(output.Body);
    },
    async list(execution, { bucket, prefix }) {
      const found: S3._Object[] = [];
      let token: string | undefined;
      do {
        const input = {
          Bucket: bucket,
          ...(prefix !== undefined && { Prefix: prefix }),
          ...(token !== undefined && { ContinuationToken: token }),
        };
        const page: S3.ListObjectsV2Output = await call(execution, {
          operation: 'ListObjectsV2',
          input,
          error,
        });
        found.push(...(page.Contents ?? []));
        token = page.NextContinuationToken;
      } while (token !== undefined);
      return found.map(describe);
    },
    async write(execution, { bucket, key }, text) {
      const input = { Bucket: bucket, Key: key, Body: text, ContentType: 'application/json' };
      const failed = STATES_ERRORS.resultWriterFailed;
      await call(execution, { operation: 'PutObject', input, error: failed });
    },
  };
}

/** As items tell of objects: in spelling and time not quite as S3 does. */
const describe = ({ ETag = '', Key = '', LastModified, Size = 0, StorageClass }: S3._Object) => ({
  Etag: ETag,
  Key,
  LastModified: Math.floor(Number(LastModified) / 1000),
  Size,
  StorageClass: StorageClass ?? 'STANDARD',
});

function reasonOf(thrown: AwsError | LostCall, requestId: string): string {
  if (thrown instanceof LostCall) return `Unable to execute HTTP request: ${thrown.message}`;
  const { name, message, status = 400 } = thrown;
  return `${message} (Service: Amazon S3; Status Code: ${status}; Error Code: ${name}; Request ID: ${requestId}; Proxy: null)`;
}
