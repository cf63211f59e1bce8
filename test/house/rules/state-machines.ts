/** State machines read like prose and fail on purpose: comments, timeouts, and errors by name. */
import { errorNames } from '../../../core/contract/error-names.ts';
import { awsErrorNames } from '../aws-error-names.ts';
import { type Finding, filesIn, findingAt, type SourceFile, type Tree } from '../rule.ts';
import { errorsNamed, type State, statesOf } from '../state-machine.ts';

/** They stand for any error, also for those that nobody has thought about. */
const WILDCARDS = ['States.ALL', 'States.TaskFailed'];

const KNOWN: ReadonlySet<string> = new Set([
  ...WILDCARDS,
  ...Object.values(errorNames),
  ...awsErrorNames,
]);

/** A reader sees a state without scrolling sideways for long. */
const LINE_LENGTH_MAX = 320;

export function linesAreReadable(tree: Tree): readonly Finding[] {
  return machinesIn(tree).flatMap((file) =>
    [...file.text.matchAll(/.+/g)]
      .filter(([line]) => line.length > LINE_LENGTH_MAX)
      .map(({ 0: line, index }) =>
        findingAt(file, index, `${line.length} characters of ${LINE_LENGTH_MAX} in a line`),
      ),
  );
}

type StateRule = (state: State) => readonly string[];

export const statesHaveComments = everyState(({ fields }) =>
  typeof fields['Comment'] === 'string' && fields['Comment'].trim() !== ''
    ? []
    : ['has no Comment'],
);

export const tasksHaveTimeouts = everyState(({ fields }) =>
  fields['Type'] !== 'Task' || 'TimeoutSeconds' in fields ? [] : ['has no TimeoutSeconds'],
);

export const retriesNameErrors = everyState((state) =>
  errorsNamed(state, 'Retry').flatMap((names) =>
    names.length === 0 || names.some((name) => WILDCARDS.includes(name))
      ? ['retries without naming the errors']
      : [],
  ),
);

export const errorNamesAreKnown = everyState((state) => {
  const named = [...errorsNamed(state, 'Retry'), ...errorsNamed(state, 'Catch')].flat();
  const failed = state.fields['Type'] === 'Fail' ? state.fields['Error'] : undefined;
  const thrown = typeof failed === 'string' && !failed.startsWith('{%') ? [failed] : [];
  return [...named, ...thrown]
    .filter((name) => !KNOWN.has(name))
    .map((name) => `names an error that nobody raises: ${name}`);
});

function everyState(rule: StateRule): (tree: Tree) => readonly Finding[] {
  return (tree) =>
    machinesIn(tree).flatMap((file) =>
      statesOf(file).flatMap((state) => findings(file, state, rule(state))),
    );
}

const machinesIn = (tree: Tree): readonly SourceFile[] =>
  filesIn(tree, 'statemachines/').filter(({ path }) => path.endsWith('.asl.json'));

function findings(
  file: SourceFile,
  { name }: State,
  problems: readonly string[],
): readonly Finding[] {
  const offset = Math.max(0, file.text.indexOf(`${JSON.stringify(name)}: {`));
  return problems.map((problem) => findingAt(file, offset, `state ${name} ${problem}`));
}
