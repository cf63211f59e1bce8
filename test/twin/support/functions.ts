// Functions for a twin: written in a test, bundled as those of a real app are.
import { buildSync } from 'esbuild';
import { DEFAULT_REGION, type Twin } from '../../../twin/twin.ts';

/** One file with everything in it, the SDK included. */
export function bundleFunction(contents: string): string {
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
  });
  return outputFiles[0]?.text ?? '';
}

export async function createFunction(
  twin: Twin,
  { name, code, ...settings }: { name: string; code: string; Timeout?: number },
): Promise<void> {
  const location = { bucket: 'assets', key: `${name}.zip` };
  twin.peer('lambda', DEFAULT_REGION).putAsset(location, { text: code });
  await twin.call({
    service: 'lambda',
    operation: 'CreateFunction',
    region: DEFAULT_REGION,
    input: {
      FunctionName: name,
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Role: `arn:aws:iam::${twin.account}:role/${name}`,
      MemorySize: 256,
      Timeout: 30,
      Code: { S3Bucket: location.bucket, S3Key: location.key },
      ...settings,
    },
  });
}
