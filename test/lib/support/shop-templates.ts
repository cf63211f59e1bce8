// The shop's templates, made once for all tests of a thread: nothing is bundled, nothing is written but them.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { defineShop } from '../../../examples/shop/shop.ts';

export const STACKS = ['ShopRepositories', 'Shop', 'Spillway'] as const;
export type StackName = (typeof STACKS)[number];

export interface Resource {
  readonly stack: StackName;
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** What stands beside the properties: `DeletionPolicy`, `DependsOn`. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface ShopTemplates {
  readonly app: App;
  /** The folder of the assembly. */
  readonly folder: string;
  template(stack: StackName): Template;
  /** Of the given types, or all of them. */
  resources(...types: readonly string[]): readonly Resource[];
}

let made: ShopTemplates | undefined;

export function shopTemplates(): ShopTemplates {
  made ??= make();
  return made;
}

function make(): ShopTemplates {
  const app = quietApp();
  defineShop(app);
  const assembly = app.synth();
  const templates = new Map(
    STACKS.map((name) => [name, assembly.getStackByName(name).template as CloudFormation]),
  );
  const all = [...templates].flatMap(([stack, { Resources }]) =>
    Object.entries(Resources).map(([id, { Type, Properties = {}, ...attributes }]) => ({
      stack,
      id,
      type: Type,
      properties: Properties,
      attributes,
    })),
  );
  return {
    app,
    folder: assembly.directory,
    template: (stack) => Template.fromJSON({ ...templates.get(stack) }),
    resources: (...types) => all.filter(({ type }) => types.length === 0 || types.includes(type)),
  };
}

/** An app whose functions have stand-ins for their code. */
function quietApp(): App {
  return new App({
    outdir: mkdtempSync(join(tmpdir(), 'spillway-templates-')),
    analyticsReporting: false,
    context: { 'aws:cdk:bundling-stacks': [] },
  });
}

interface CloudFormation {
  readonly Resources: Readonly<
    Record<
      string,
      { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> }
    >
  >;
}
