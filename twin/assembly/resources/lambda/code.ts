// Where the code of a function comes from: a folder or an archive of the assembly, or text in the template.
import { readFileSync } from 'node:fs';
import { AssemblyError } from '../../error.ts';
import { object, required, text } from '../../properties.ts';
import type { Properties } from '../../provider.ts';
import type { StackHost } from '../../stack-host.ts';

/** Text in a template has no bucket of its own. */
const INLINE_BUCKET = 'template';

export function functionCode(properties: Properties, functionName: string, stack: StackHost) {
  const code = object(properties, 'Code') ?? {};
  if (code['ImageUri'] !== undefined) return { ImageUri: code['ImageUri'] };
  const lambda = stack.twin.peer('lambda', stack.region);
  const inline = text(code, 'ZipFile');
  if (inline !== undefined) {
    lambda.putAsset({ bucket: INLINE_BUCKET, key: functionName }, { text: inline });
    return { S3Bucket: INLINE_BUCKET, S3Key: functionName };
  }
  const bucket = required(code, 'S3Bucket');
  const key = required(code, 'S3Key');
  const asset = stack.asset(key);
  if (asset.kind !== 'code') throw new AssemblyError(`the asset ${key} is no code`);
  if (asset.path.endsWith('.zip')) return { ZipFile: readFileSync(asset.path) };
  lambda.putAsset({ bucket, key }, { folder: asset.path });
  return { S3Bucket: bucket, S3Key: key };
}
