// Deployment packages by bucket and key: what an S3 bucket of assets holds for functions.
import { AwsError } from '../../host/aws-error.ts';
import { type CodePackage, codeFromFolder, codeFromText, codeFromZip } from '../../sandbox/code.ts';

export type AssetSource = { readonly folder: string } | { readonly text: string };

export interface Assets {
  put(location: { bucket: string; key: string }, source: AssetSource): void;
  resolve(code: CodeLocation | undefined): CodePackage;
}

export interface CodeLocation {
  readonly ZipFile?: Uint8Array | undefined;
  readonly S3Bucket?: string | undefined;
  readonly S3Key?: string | undefined;
}

export function createAssets(): Assets {
  const assets = new Map<string, CodePackage>();
  return {
    put({ bucket, key }, source) {
      const id = `${bucket}/${key}`;
      assets.set(
        id,
        'folder' in source ? codeFromFolder(source.folder) : codeFromText(source.text, id),
      );
    },
    resolve(code) {
      if (code?.ZipFile !== undefined) return zipped(code.ZipFile);
      const found = assets.get(`${code?.S3Bucket}/${code?.S3Key}`);
      if (found === undefined) {
        throw new AwsError(
          'InvalidParameterValueException',
          'Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.',
          { fields: { Type: 'User' } },
        );
      }
      return found;
    },
  };
}

function zipped(zip: Uint8Array): CodePackage {
  try {
    return codeFromZip(zip, 'zip');
  } catch (cause) {
    throw new AwsError(
      'InvalidParameterValueException',
      `Could not unzip uploaded file. Please check your file, then try to upload again. (${(cause as Error).message})`,
      { fields: { Type: 'User' } },
    );
  }
}
