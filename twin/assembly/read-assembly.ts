// Reads a cloud assembly from its folder: manifest, templates, file assets, and the assemblies nested in it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Assembly, Assets, FileAsset, StackArtifact } from './assembly.ts';
import { AssemblyError } from './error.ts';
import { readTemplate } from './template.ts';

interface Manifest {
  readonly artifacts?: Readonly<Record<string, Artifact>>;
}

interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly dependencies?: readonly string[];
  readonly properties?: {
    readonly templateFile?: string;
    readonly stackName?: string;
    readonly directoryName?: string;
    readonly file?: string;
  };
}

interface AssetManifest {
  readonly files?: Readonly<Record<string, FileEntry>>;
}

interface FileEntry {
  readonly source: { readonly path?: string; readonly packaging?: string };
  readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>;
}

export function readAssembly(directory: string): Assembly {
  if (!existsSync(join(directory, 'manifest.json'))) {
    throw new AssemblyError(
      `there is no cloud assembly in ${directory}, which would have a manifest.json; \`npx cdk synth\` writes one to cdk.out`,
    );
  }
  return { directory, stacks: readStacks(directory) };
}

function readStacks(directory: string): readonly StackArtifact[] {
  const { artifacts = {} } = readJson<Manifest>(join(directory, 'manifest.json'));
  const assets = readAssets(directory, artifacts);
  return inOrder(artifacts).flatMap((id) => {
    const { type, properties } = artifacts[id] ?? { type: '' };
    if (type === 'cdk:cloud-assembly') {
      return readStacks(join(directory, properties?.directoryName ?? ''));
    }
    return type === 'aws:cloudformation:stack' ? [readStack(directory, id, artifacts, assets)] : [];
  });
}

function readStack(
  directory: string,
  id: string,
  artifacts: Readonly<Record<string, Artifact>>,
  assets: Assets,
): StackArtifact {
  const { environment = '', properties = {} } = artifacts[id] ?? {};
  const [, account, region] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(environment) ?? [];
  const file = join(directory, properties.templateFile ?? '');
  return {
    id,
    stackName: properties.stackName ?? id,
    account: known(account),
    region: known(region),
    template: readTemplate(readText(file), properties.templateFile ?? id),
    assets,
  };
}

const known = (part: string | undefined): string | undefined =>
  part?.startsWith('unknown-') ? undefined : part;

function readAssets(directory: string, artifacts: Readonly<Record<string, Artifact>>): Assets {
  const assets = new Map<string, FileAsset>();
  for (const { type, properties } of Object.values(artifacts)) {
    if (type !== 'cdk:asset-manifest' || properties?.file === undefined) continue;
    const { files = {} } = readJson<AssetManifest>(join(directory, properties.file));
    for (const { source, destinations } of Object.values(files)) {
      // Assets that a command would build have no path, and nothing here could run them.
      if (source.path === undefined) continue;
      const path = join(directory, source.path);
      const isCode = source.packaging === 'zip' || path.endsWith('.zip');
      const asset: FileAsset = isCode
        ? { kind: 'code', path }
        : { kind: 'document', path, text: readText(path) };
      for (const { objectKey } of Object.values(destinations)) assets.set(objectKey, asset);
    }
  }
  return assets;
}

/** Stacks and stages after those that they depend on; otherwise as the manifest lists them. */
function inOrder(artifacts: Readonly<Record<string, Artifact>>): string[] {
  const order = new Set<string>();
  const visit = (id: string) => {
    if (order.has(id)) return;
    for (const needed of artifacts[id]?.dependencies ?? []) visit(needed);
    order.add(id);
  };
  for (const id of Object.keys(artifacts)) visit(id);
  return [...order];
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new AssemblyError(`the assembly has no file ${path}`, { cause });
  }
}

const readJson = <T>(path: string): T => JSON.parse(readText(path)) as T;
