// Plants each bug into a copy of the sources, and sees which law catches it in the history made for it. Writes a JSON report.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { hunts } from '../rehearsal/mutants/hunts.ts';
import type { Mutant } from '../rehearsal/mutants/mutant.ts';
import { mutants } from '../rehearsal/mutants/mutants.ts';

const ROOT = join(import.meta.dirname, '..');

interface Caught {
  readonly name: string;
  readonly file: string;
  /** The laws that were broken; none where the bug survived. */
  readonly by: readonly string[];
  /** The name of the history. */
  readonly hunt: string;
  /** What was seen first. */
  readonly detail: string;
}

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    part: { type: 'string', default: '1/1' },
    out: { type: 'string' },
  },
});

/** Who tries a few does not mean to forget the others. */
const isAll = values.only === undefined && values.part === '1/1';
const out = values.out ?? (isAll ? join(ROOT, 'docs', 'mutants.json') : undefined);

const copy = copySources();
const [part = 1, parts = 1] = values.part.split('/').map(Number);
const chosen = mutants.filter(
  ({ name }, index) =>
    index % parts === part - 1 && (values.only === undefined || name.includes(values.only)),
);
const results: Caught[] = [];
for (const mutant of chosen) {
  const result = tryOut(mutant);
  results.push(result);
  process.stdout.write(
    `${result.by.join(' ') || 'SURVIVED'}  ${mutant.name}  ${result.detail.slice(0, 200)}\n`,
  );
  if (out !== undefined) writeFileSync(out, `${JSON.stringify(results, null, 2)}\n`);
}
rmSync(copy, { recursive: true });

/** What git does not ignore, as it is now. */
function copySources(): string {
  const folder = mkdtempSync(join(tmpdir(), 'spillway-mutants-'));
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const files = execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' });
  for (const file of files
    .split('\0')
    .filter((each) => !['', 'node_modules'].includes(each) && existsSync(join(ROOT, each)))) {
    cpSync(join(ROOT, file), join(folder, file), { recursive: true, force: true });
  }
  linkPackages(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** Packages are the same, caches are not: an assembly of planted sources is of no use to anybody else. */
function linkPackages(from: string, to: string): void {
  mkdirSync(to);
  for (const name of readdirSync(from)) {
    if (name !== '.cache') symlinkSync(join(from, name), join(to, name));
  }
}

function tryOut({ name, file, find, replace, hunt }: Mutant): Caught {
  const path = join(copy, file);
  const text = readFileSync(path, 'utf8');
  const parts = text.split(find);
  if (parts.length !== 2) throw new Error(`${name}: ${parts.length - 1} matches in ${file}`);
  writeFileSync(path, parts.join(replace));
  try {
    const report = simulate(hunt);
    const [first] = report.violations;
    const by = [...new Set(report.violations.map(({ invariant }) => invariant))];
    return {
      name,
      file,
      by,
      hunt,
      detail: first?.detail ?? '',
    };
  } finally {
    writeFileSync(path, text);
  }
}

interface Report {
  readonly violations: readonly { readonly invariant: string; readonly detail: string }[];
}

function simulate(hunt: Mutant['hunt']): Report {
  const history = join(copy, 'hunt.json');
  writeFileSync(history, JSON.stringify(hunts[hunt]));
  const args = ['bin/spillway.mjs', 'simulate', '--history', history, '--json'];
  const done = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8', maxBuffer: 1e9 });
  if (done.stdout === '') throw new Error(done.stderr.slice(-2000));
  return JSON.parse(done.stdout) as Report;
}
