/** What house rules read of package.json. */
import * as z from 'zod';
import { fileAt, type Tree } from './rule.ts';

const names = z.record(z.string(), z.string()).default({});

const schema = z.object({
  version: z.string(),
  scripts: names,
  dependencies: names,
  devDependencies: names,
});

export interface PackageJson {
  readonly version: string;
  readonly scripts: Readonly<Record<string, string>>;
  /** Those of development included. */
  readonly dependencies: Readonly<Record<string, string>>;
}

export function packageJson(tree: Tree): PackageJson {
  const text = fileAt(tree, 'package.json')?.text;
  if (text === undefined) throw new Error('the tree has no package.json');
  const { version, scripts, dependencies, devDependencies } = schema.parse(JSON.parse(text));
  return { version, scripts, dependencies: { ...dependencies, ...devDependencies } };
}
