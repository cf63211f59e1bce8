/** `spillway validate`: every problem of one or more specs, for people or as JSON. */
import { isError } from '../../core/errors/located-problem.ts';
import { printSpec, unknownSurroundings } from '../../core/spec/index.ts';
import { readArguments, readNumber } from '../arguments.ts';
import { type Command, exitCodes, UsageError } from '../command.ts';
import { renderProblems, renderSummary } from '../render/problems.ts';
import { loadSpecFiles, type SpecFile } from '../spec-files.ts';

export const validate: Command = {
  name: 'validate',
  summary: 'Check release specs and show every problem at once',
  usage: `Usage: spillway validate FILE|FOLDER... [--json | --print] [--requests-per-second N]

  FILE                     a release spec
  FOLDER                   all specs in it; then every dependency must be among them
  --json                   print {"problems": [...]}
  --print                  print each valid spec with every default spelt out
  --requests-per-second N  the service's traffic, to judge minRequests by

Nothing is looked up in AWS. Exit code 2 when there is an error, 0 otherwise.`,
  examples: ['spillway validate examples/shop/releases', 'spillway validate release.yaml --json'],
  async run(args, io) {
    const { values, positionals } = readArguments(args, {
      json: { type: 'boolean', default: false },
      print: { type: 'boolean', default: false },
      'requests-per-second': { type: 'string' },
    });
    if (positionals.length === 0) throw new UsageError('give a file or a folder');
    const rate = values['requests-per-second'];
    const files = await loadSpecFiles(positionals, {
      ...unknownSurroundings,
      requestsPerSecond: rate === undefined ? null : readNumber('requests-per-second', rate),
      nowMs: io.nowMs(),
    });
    const refused = files.some(({ problems }) => problems.some(isError));
    if (values.json) io.out(renderJson(files));
    else io.out(values.print && !refused ? renderSpecs(files) : renderText(files, io.colour));
    return refused ? exitCodes.badInput : exitCodes.done;
  },
};

function renderJson(files: readonly SpecFile[]): string {
  const problems = files.flatMap(({ file, problems: own }) =>
    own.map((problem) => ({ file, ...problem })),
  );
  return `${JSON.stringify({ problems }, null, 2)}\n`;
}

/** YAML again, one document a file. */
function renderSpecs(files: readonly SpecFile[]): string {
  return files.flatMap(({ spec }) => (spec === undefined ? [] : [printSpec(spec)])).join('---\n');
}

function renderText(files: readonly SpecFile[], colour: boolean): string {
  const problems = renderProblems(files, colour);
  return `${problems}${problems === '' ? '' : '\n'}${renderSummary(files, colour)}`;
}
