// Cloud assemblies, synthesised once for given sources and kept, so that a rehearsal starts at once.
import { createHash, randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';

const ROOT = join(import.meta.dirname, '..');
const CACHE = join(ROOT, 'node_modules', '.cache');
/** Whatever changes an assembly. */
const SOURCES = ['core', 'aws', 'lambdas', 'lib', 'statemachines', 'examples', 'package-lock.json'];
/** Several may be in use at once: of campaigns in other copies of the sources, say. */
const KEPT = 8;

export interface KeptAssembly {
  /** Assemblies of one shelf replace one another. */
  readonly shelf: string;
  /** What makes this assembly another one, besides the sources. */
  readonly key: string;
  readonly define: (app: App) => Promise<void>;
}

/** The folder of the assembly, synthesised now if nobody has done so before. */
export async function keptAssembly({ shelf, key, define }: KeptAssembly): Promise<string> {
  const name = createHash('sha256').update(fingerprint()).update(key).digest('hex').slice(0, 16);
  const folder = join(CACHE, shelf, name);
  if (existsSync(join(folder, 'manifest.json'))) return folder;
  // Of this caller alone: threads share a process id.
  const fresh = `${folder}.${randomUUID()}`;
  mkdirSync(fresh, { recursive: true });
  // CDK is slow to load: only who has to synthesise waits for it.
  const { App: CdkApp } = await import('aws-cdk-lib');
  const app = new CdkApp({ outdir: fresh, analyticsReporting: false });
  await define(app);
  app.synth();
  forgetOld(join(CACHE, shelf));
  moveInto(fresh, folder);
  return folder;
}

/** Whoever comes second finds the work done. */
function moveInto(fresh: string, folder: string): void {
  try {
    renameSync(fresh, folder);
  } catch (error) {
    if (!existsSync(join(folder, 'manifest.json'))) throw error;
    rmSync(fresh, { recursive: true });
  }
}

function forgetOld(shelf: string): void {
  const age = (folder: string) => statSync(folder).mtimeMs;
  const folders = readdirSync(shelf)
    .filter((name) => !name.includes('.'))
    .map((name) => join(shelf, name))
    .sort((a, b) => age(b) - age(a));
  for (const folder of folders.slice(KEPT)) rmSync(folder, { recursive: true, force: true });
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
