/** Dependencies are few, exact, argued for, and the same on every machine. */
import * as z from 'zod';
import { packageJson } from '../package-json.ts';
import { type Finding, fileAt, findingAt, findingIn, type Tree } from '../rule.ts';

const ARGUMENTS = 'docs/adr/0005-dependencies.md';
const EXACT = /^\d+\.\d+\.\d+$/;
const LOCK = 'package-lock.json';
const FOLDER = 'node_modules/';
const REGISTRY = 'https://registry.npmjs.org/';

const lockSchema = z.object({
  packages: z
    .record(
      z.string(),
      z.object({ optionalDependencies: z.record(z.string(), z.string()).default({}) }),
    )
    .default({}),
});

export function exactVersions(tree: Tree): readonly Finding[] {
  return Object.entries(packageJson(tree).dependencies)
    .filter(([, version]) => !EXACT.test(version))
    .map(([name, version]) => findingIn('package.json', `${name} is ${version}; pin it exactly`));
}

/** A dependency stands between backticks in the decision that says why we have it. */
export function arguedDependencies(tree: Tree): readonly Finding[] {
  const names = Object.keys(packageJson(tree).dependencies);
  const text = fileAt(tree, ARGUMENTS)?.text ?? '';
  const argued = [...text.matchAll(/^- `([^`]+)`: \S/gm)].map(({ 1: name = '' }) => name);
  return [
    ...names
      .filter((name) => !argued.includes(name))
      .map((name) => findingIn(ARGUMENTS, `does not say why we depend on ${name}`)),
    ...argued
      .filter((name) => !names.includes(name))
      .map((name) => findingIn(ARGUMENTS, `argues for ${name}, which is no dependency`)),
  ];
}

/** All clients of the SDK share one release, so that they share one core. */
export function oneSdkVersion(tree: Tree): readonly Finding[] {
  const clients = Object.entries(packageJson(tree).dependencies).filter(([name]) =>
    name.startsWith('@aws-sdk/client-'),
  );
  const versions = [...new Set(clients.map(([, version]) => version))];
  return versions.length <= 1
    ? []
    : [findingIn('package.json', `clients of the SDK are of ${versions.join(' and ')}`)];
}

export function portableLock(tree: Tree): readonly Finding[] {
  const file = fileAt(tree, LOCK);
  if (file === undefined) return [findingIn(LOCK, 'is missing')];
  return [...file.text.matchAll(/"resolved": "([^"]+)"/g)]
    .filter(({ 1: address = '' }) => !address.startsWith(REGISTRY))
    .map(({ index, 1: address }) => findingAt(file, index, `${address} is not ${REGISTRY}`));
}

/** npm drops what another platform needs when it cannot be fetched, and then `npm ci` refuses the file. */
export function completeLock(tree: Tree): readonly Finding[] {
  const { packages } = lockSchema.parse(JSON.parse(fileAt(tree, LOCK)?.text ?? '{}'));
  const installed = new Set(
    Object.keys(packages).map((path) => path.slice(path.lastIndexOf(FOLDER) + FOLDER.length)),
  );
  return Object.values(packages)
    .flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies))
    .filter((name) => !installed.has(name))
    .map((name) => findingIn(LOCK, `lacks ${name}, which another platform needs`));
}
