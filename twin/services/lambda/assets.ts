// Deployment packages: sent along, put where an assembly has its assets, or an object of S3.
import { createHash } from 'node:crypto';
import type { GetObjectOutput } from '@aws-sdk/client-s3';
import { toBytes } from '../../gateway/wire.ts';
import { AwsError } from '../../host/aws-error.ts';
import type { Caller } from '../../host/caller.ts';
import type { ServiceHost } from '../../host/service.ts';
import { type CodePackage, codeFromFolder, codeFromText, codeFromZip } from '../../sandbox/code.ts';

export type AssetSource = { readonly folder: string } | { readonly text: string };

export interface Assets {
  put(location: { bucket: string; key: string }, source: AssetSource): void;
  /** S3 is asked in the name of who wants the package. */
  resolve(code: CodeLocation | undefined, caller: Caller): Promise<CodePackage>;
}

export interface CodeLocation {
  readonly ZipFile?: Uint8Array | undefined;
  readonly S3Bucket?: string | undefined;
  readonly S3Key?: string | undefined;
}

export function createAssets(host: ServiceHost): Assets {
  const assets = new Map<string, CodePackage>();
  return {
    put({ bucket, key }, source) {
      const id = `${bucket}/${key}`;
      assets.set(
        id,
        'folder' in source ? codeFromFolder(source.folder) : codeFromText(source.text, id),
      );
    },
    async resolve(code, caller) {
      if (code?.ZipFile !== undefined) return zipped(code.ZipFile);
      const { S3Bucket: Bucket, S3Key: Key } = code ?? {};
      const found = assets.get(`${Bucket}/${Key}`);
      return found ?? zipped(await readObject(host, { Bucket, Key }, caller));
    },
  };
}

async function readObject(
  host: ServiceHost,
  input: { readonly Bucket: string | undefined; readonly Key: string | undefined },
  caller: Caller,
): Promise<Uint8Array> {
  try {
    const call = { service: 's3', operation: 'GetObject', input, caller } as const;
    const { Body }: GetObjectOutput = await host.call(call);
    return toBytes(Body);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError(
      'InvalidParameterValueException',
      `Error occurred while GetObject. S3 Error Code: ${error.name}. S3 Error Message: ${error.message}`,
      { fields: { Type: 'User' } },
    );
  }
}

function zipped(zip: Uint8Array): CodePackage {
  try {
    return codeFromZip(zip, createHash('sha256').update(zip).digest('base64'));
  } catch (cause) {
    throw new AwsError(
      'InvalidParameterValueException',
      `Could not unzip uploaded file. Please check your file, then try to upload again. (${(cause as Error).message})`,
      { fields: { Type: 'User' } },
    );
  }
}
