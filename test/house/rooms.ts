/** The house as data: which room may import which, and which packages may enter it. */

export interface Room {
  /** Other rooms; a room may always import itself. */
  readonly rooms: readonly string[];
  /** Packages; a name that ends in `*` stands for all that begin so. */
  readonly packages: readonly string[];
}

const CDK = ['aws-cdk-lib', 'constructs', 'cdk-nag'];
const SDK = ['@aws-sdk/*', '@smithy/*'];

export const rooms: Readonly<Record<string, Room>> = {
  // The app that `cdk synth` reads is the shop; everyone else composes their own.
  bin: { rooms: ['lib', 'cli', 'examples'], packages: ['aws-cdk-lib', 'tsx', 'node:*'] },
  // `yaml` is as pure as `zod`: text in, a tree with places out.
  core: { rooms: [], packages: ['zod', 'yaml'] },
  aws: { rooms: ['core'], packages: [...SDK, 'zod', 'node:*'] },
  lambdas: { rooms: ['core', 'aws'], packages: ['@middy/core', 'aws-lambda', 'zod', 'node:*'] },
  // Bundles are made before synthesis, without Docker.
  lib: { rooms: ['core'], packages: [...CDK, 'esbuild', 'node:*'] },
  twin: { rooms: [], packages: [...SDK, 'jsonata', 'esbuild', 'yaml', 'zod', 'node:*'] },
  // It rehearses the app of examples/, synthesised on the spot; of the SDK it knows the types of answers.
  rehearsal: {
    rooms: ['core', 'twin', 'lib', 'examples'],
    packages: ['@aws-sdk/*', 'aws-cdk-lib', 'tsx', 'zod', 'yaml', 'node:*'],
  },
  cli: { rooms: ['core', 'aws', 'rehearsal', 'twin', 'console'], packages: ['zod', 'node:*'] },
  console: { rooms: ['core', 'aws'], packages: ['preact', 'esbuild', 'zod', 'node:*'] },
  examples: { rooms: ['lib'], packages: [...CDK, 'node:*'] },
  scripts: {
    rooms: ['core', 'twin', 'rehearsal'],
    packages: ['yaml', 'esbuild', 'playwright-core', 'node:*'],
  },
  test: { rooms: ['*'], packages: ['*'] },
};
