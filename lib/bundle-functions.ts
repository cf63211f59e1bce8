// All functions bundled in one go: far quicker than one esbuild for each, and all of them from the same sources.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const LAMBDAS = join(import.meta.dirname, '..', 'lambdas');
const standIn = (name: string): string =>
  join(import.meta.dirname, '..', 'aws', 'stand-ins', `${name}.ts`);

/** What the SDK brings for laptops (profiles, single sign-on) and for calls of other kinds would be a third of each. */
const STAND_INS = {
  '@aws-sdk/credential-provider-node': standIn('credentials'),
  '@aws-sdk/endpoint-cache': standIn('endpoint-cache'),
  '@aws-sdk/signature-v4-multi-region': standIn('one-region-signer'),
  '@smithy/core/event-streams': standIn('event-streams'),
};

/** One bundle for a process: the sources do not change while a stack is made. */
const bundles = new Map<string, string>();

/** The folder in which each function has a folder of its own, with `index.js` in it. */
export function bundleFunctions(names: readonly string[]): string {
  const key = names.join();
  const known = bundles.get(key);
  if (known !== undefined) return known;
  mkdirSync(tmpdir(), { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'spillway-functions-'));
  // CDK copies what becomes an asset into the assembly.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  buildSync({
    entryPoints: names.map((name) => ({ in: join(LAMBDAS, `${name}.ts`), out: `${name}/index` })),
    outdir: folder,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    alias: STAND_INS,
    // Lambda gives `require`; the SDK would load parts of Node by import() otherwise.
    supported: { 'dynamic-import': false },
    legalComments: 'none',
  });
  bundles.set(key, folder);
  return folder;
}
