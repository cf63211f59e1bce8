/** Trees to plant violations in: only what matters to a rule is there. */
import { type Rule, showFinding, type Tree } from './rule.ts';

const PACKAGE = { version: '1.2.0', scripts: {}, dependencies: {}, devDependencies: {} };

export function plant(files: Readonly<Record<string, string>>): Tree {
  return Object.entries(files).map(([path, text]) => ({ path, text }));
}

export function plantPackage(
  fields: Readonly<Record<string, unknown>>,
  files: Readonly<Record<string, string>> = {},
): Tree {
  return plant({ 'package.json': JSON.stringify({ ...PACKAGE, ...fields }), ...files });
}

export function found(rule: Rule, tree: Tree): readonly string[] {
  return rule(tree).map(showFinding);
}
