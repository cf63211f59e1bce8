/** Every command that a document shows can be typed: npm scripts, commands of spillway, tools of npx. */
import { codeOf, documents } from '../markdown.ts';
import { packageJson } from '../package-json.ts';
import { type Finding, fileAt, findingAt, findingIn, type Tree } from '../rule.ts';

/** What npm does by itself. */
const NPM_OWN = ['ci', 'install', 'audit', 'pack'];
const STARTERS = ['node', 'tsx'];
const OWN_DOOR = 'bin/spillway.mjs';
const COMMANDS = 'cli/commands/index.ts';

interface Known {
  readonly scripts: readonly string[];
  readonly commands: readonly string[];
  readonly tools: readonly string[];
}

export function commandsExist(tree: Tree): readonly Finding[] {
  const known = knownIn(tree);
  return documents(tree).flatMap((file) =>
    codeOf(file).flatMap(({ text, offset }) =>
      text
        .split(/&&|\|\|?|;/)
        .flatMap((command) => problemOf(command.trim(), known) ?? [])
        .map((problem) => findingAt(file, offset, problem)),
    ),
  );
}

/** A script that starts a file, or a command of ours, starts one that is there. */
export function scriptsRun(tree: Tree): readonly Finding[] {
  const { commands } = knownIn(tree);
  return Object.entries(packageJson(tree).scripts).flatMap(([script, line]) =>
    line
      .split('&&')
      .flatMap((command) => brokenStart(tree, commands, command.trim()) ?? [])
      .map((problem) => findingIn('package.json', `script ${script}: ${problem}`)),
  );
}

function brokenStart(tree: Tree, commands: readonly string[], command: string): string | undefined {
  const [program = '', path = '', argument] = command.split(/\s+/);
  if (!STARTERS.includes(program)) return undefined;
  if (fileAt(tree, path) === undefined) return `${path} is not there`;
  return path === OWN_DOOR ? missing('command of spillway', argument, commands) : undefined;
}

function knownIn(tree: Tree): Known {
  const { scripts, dependencies } = packageJson(tree);
  const entries = fileAt(tree, COMMANDS)?.text ?? '';
  return {
    scripts: Object.keys(scripts),
    commands: [...entries.matchAll(/^ {4}name: '([a-z]+)'/gm)].map(({ 1: name = '' }) => name),
    tools: [...Object.keys(dependencies), 'spillway', 'biome', 'tsc', 'cdk'],
  };
}

function problemOf(command: string, { scripts, commands, tools }: Known): string | undefined {
  const [program, ...words] = command.split(/\s+/);
  const [first, second] = words;
  if (program === 'npm' && first === 'run') return missing('script', second, scripts);
  if (program === 'npm') return missing('script', first, [...scripts, ...NPM_OWN]);
  if (program === 'spillway') return missing('command of spillway', first, commands);
  if (program !== 'npx') return undefined;
  return first === 'spillway'
    ? missing('command of spillway', second, commands)
    : missing('tool', first, tools);
}

function missing(
  kind: string,
  name: string | undefined,
  known: readonly string[],
): string | undefined {
  if (name === undefined || !/^[a-z]/.test(name) || known.includes(name)) return undefined;
  return `no ${kind} is named ${name}`;
}
