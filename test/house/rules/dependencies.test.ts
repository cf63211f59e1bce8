import { describe, expect, it } from 'vitest';
import { found, plant, plantPackage } from '../planted.ts';
import {
  arguedDependencies,
  completeLock,
  exactVersions,
  oneSdkVersion,
  portableLock,
} from './dependencies.ts';

const DECISION = 'docs/adr/0005-dependencies.md';
const dependencies = { zod: '4.6.7' };

describe('dependencies', () => {
  it.each(['^4.6.7', '~4.6.7', '4', 'latest', 'file:../zod', 'github:colinhacks/zod'])(
    'are pinned exactly, not as %s',
    (version) => {
      expect(found(exactVersions, plantPackage({ dependencies }))).toEqual([]);
      expect(found(exactVersions, plantPackage({ devDependencies: { zod: version } }))).toEqual([
        `package.json:1 zod is ${version}; pin it exactly`,
      ]);
    },
  );

  it('are argued for, each in a line of its own', () => {
    const tree = (text: string) => plantPackage({ dependencies }, { [DECISION]: text });
    expect(found(arguedDependencies, tree('- `zod`: parses.'))).toEqual([]);
    expect(found(arguedDependencies, tree('We like `zod`.'))).toEqual([
      `${DECISION}:1 does not say why we depend on zod`,
    ]);
  });

  it('are not argued for once they are gone', () => {
    const tree = plantPackage({}, { [DECISION]: '- `zod`: parses.' });
    expect(found(arguedDependencies, tree)).toEqual([
      `${DECISION}:1 argues for zod, which is no dependency`,
    ]);
  });

  it('on the SDK have one version', () => {
    const tree = (version: string) =>
      plantPackage({
        dependencies: { '@aws-sdk/client-ecs': '3.2.0', '@aws-sdk/client-sfn': version },
      });
    expect(found(oneSdkVersion, tree('3.2.0'))).toEqual([]);
    expect(found(oneSdkVersion, tree('3.1.0'))).toHaveLength(1);
  });
});

describe('the lock file', () => {
  const lock = (address: string) =>
    plant({ 'package-lock.json': `{\n"resolved": "${address}"\n}` });

  it('names the public registry only', () => {
    expect(found(portableLock, lock('https://registry.npmjs.org/zod/-/zod-4.6.7.tgz'))).toEqual([]);
    expect(found(portableLock, lock('http://10.0.0.7:4873/zod-4.6.7.tgz'))).toEqual([
      'package-lock.json:2 http://10.0.0.7:4873/zod-4.6.7.tgz is not https://registry.npmjs.org/',
    ]);
  });

  it('holds what other platforms need', () => {
    const tree = (...paths: string[]) => {
      const packages = Object.fromEntries(paths.map((path) => [path, {}]));
      const biome = { optionalDependencies: { '@biomejs/cli-darwin': '2.0.0' } };
      return plant({
        'package-lock.json': JSON.stringify({
          packages: { ...packages, 'node_modules/biome': biome },
        }),
      });
    };
    expect(found(completeLock, tree('node_modules/@biomejs/cli-darwin'))).toEqual([]);
    expect(found(completeLock, tree('node_modules/a/node_modules/@biomejs/cli-darwin'))).toEqual(
      [],
    );
    expect(found(completeLock, tree('node_modules/a'))).toEqual([
      'package-lock.json:1 lacks @biomejs/cli-darwin, which another platform needs',
    ]);
  });

  it('is there', () => {
    expect(found(portableLock, [])).toEqual(['package-lock.json:1 is missing']);
  });
});
