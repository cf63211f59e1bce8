/** Release specs from disk, with everything that can be said about them without AWS. */
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isError, type Problem } from '../core/errors/located-problem.ts';
import { limits } from '../core/limits.ts';
import { createPlan } from '../core/plan/create-plan.ts';
import { assumedContext } from '../core/plan/facts.ts';
import {
  arrange,
  checkFleet,
  decodeSpec,
  type Finding,
  locate,
  type ReadSpec,
  readSpec,
  type Spec,
  type Surroundings,
} from '../core/spec/index.ts';

export interface SpecFile {
  readonly file: string;
  readonly text: string;
  /** Undefined when one of the problems is an error. */
  readonly spec: Spec | undefined;
  readonly problems: readonly Problem[];
}

interface OpenedFile {
  readonly file: string;
  readonly text: string;
  readonly read: ReadSpec;
}

/** A folder stands for the whole fleet: then a dependency on none of its services is a mistake. */
export async function loadSpecFiles(
  paths: readonly string[],
  surroundings: Surroundings,
): Promise<readonly SpecFile[]> {
  const folders = await Promise.all(paths.map(listFolder));
  const files = folders.flatMap((content, index) => content ?? [paths[index] ?? '']);
  const opened = await Promise.all(files.map((file) => openFile(file, surroundings)));
  const complete = folders.some((content) => content !== undefined);
  return judgeTogether(opened, complete);
}

function judgeTogether(opened: readonly OpenedFile[], complete: boolean): readonly SpecFile[] {
  const sound = opened.filter(({ read }) => read.spec !== undefined);
  const specs = sound.flatMap(({ read }) => read.spec ?? []);
  const knownServices = complete ? opened.map(({ read }) => read.service) : null;
  const fleet = checkFleet({ specs, knownServices });
  return opened.map((entry) => {
    const { read, file, text } = entry;
    if (read.spec === undefined) return { file, text, spec: undefined, problems: read.problems };
    const findings = [...(fleet[sound.indexOf(entry)] ?? []), ...planFindings(read.spec)];
    const late = findings.map((finding) => locate(finding, read.places));
    const problems = arrange([...read.problems, ...late]);
    return { file, text, spec: problems.some(isError) ? undefined : read.spec, problems };
  });
}

/** A spec that no engine can execute is refused here, not on the evening of the release. */
function planFindings(spec: Spec): readonly Finding[] {
  const result = createPlan(spec, assumedContext(spec));
  return result.planned ? result.warnings : result.problems;
}

async function openFile(file: string, surroundings: Surroundings): Promise<OpenedFile> {
  try {
    const decoded = decodeSpec(await readBeginning(file));
    if (decoded.text === undefined) return unopened(file, decoded.finding);
    return { file, text: decoded.text, read: readSpec(decoded.text, surroundings) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `cannot be read (${reason})`;
    return unopened(file, { code: 'E101', path: [], message, fix: 'look at the name of the file' });
  }
}

function unopened(file: string, finding: Finding): OpenedFile {
  const places = new Map();
  const problems = [locate(finding, places)];
  return { file, text: '', read: { spec: undefined, service: '', problems, places } };
}

/** Never more than the limit and a little: a spec of gigabytes must not be loaded to be refused. */
async function readBeginning(file: string): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const buffer = new Uint8Array(limits.specBytesMax + 1);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The specs in a folder, sorted; undefined for what is not a folder. */
async function listFolder(path: string): Promise<readonly string[] | undefined> {
  const stats = await stat(path).catch(() => undefined);
  if (stats?.isDirectory() !== true) return undefined;
  const names = (await readdir(path)).filter((name) => /\.ya?ml$/.test(name));
  return names.sort().map((name) => join(path, name));
}
