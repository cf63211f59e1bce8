// The shop's cloud assembly, synthesised once for given sources and kept, so that a rehearsal starts at once.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Assembly } from '../twin/assembly/assembly.ts';
import { readAssembly } from '../twin/assembly/read-assembly.ts';

const ROOT = join(import.meta.dirname, '..');
const CACHE = join(ROOT, 'node_modules', '.cache', 'spillway');
/** Whatever changes the assembly. */
const SOURCES = ['core', 'aws', 'lambdas', 'lib', 'statemachines', 'examples', 'package-lock.json'];
const KEPT = 3;

export async function shopAssembly(services?: readonly string[]): Promise<Assembly> {
  const key = createHash('sha256').update(fingerprint()).update(String(services)).digest('hex');
  const folder = join(CACHE, key.slice(0, 16));
  if (!existsSync(join(folder, 'manifest.json'))) await synthesise(folder, services);
  return readAssembly(folder);
}

/** CDK is slow to load: only who has to synthesise waits for it. */
async function synthesise(folder: string, services: readonly string[] | undefined): Promise<void> {
  const { App } = await import('aws-cdk-lib');
  const { defineShop, shopSpecs } = await import('../examples/shop/shop.ts');
  const fresh = `${folder}.${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  const app = new App({ outdir: fresh, analyticsReporting: false });
  const specs = shopSpecs();
  defineShop(
    app,
    services === undefined ? specs : specs.filter(({ service }) => services.includes(service)),
  );
  app.synth();
  forgetOld();
  // Whoever comes second finds the work done.
  if (existsSync(folder)) rmSync(fresh, { recursive: true });
  else renameSync(fresh, folder);
}

function forgetOld(): void {
  const folders = readdirSync(CACHE).filter((name) => !name.includes('.'));
  for (const name of folders.slice(0, Math.max(0, folders.length - KEPT))) {
    rmSync(join(CACHE, name), { recursive: true, force: true });
  }
}

function fingerprint(): string {
  const digest = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of filesBelow(join(ROOT, source))) {
      digest.update(file.slice(ROOT.length)).update(readFileSync(file));
    }
  }
  return digest.digest('hex');
}

function filesBelow(path: string): string[] {
  const entries = readdirOrNothing(path);
  if (entries === undefined) return [path];
  return entries.sort().flatMap((name) => filesBelow(join(path, name)));
}

function readdirOrNothing(path: string): string[] | undefined {
  try {
    return readdirSync(path);
  } catch {
    return undefined;
  }
}
