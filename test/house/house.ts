/** All rules of the house, by the sentence that each completes: "the house ...". */
import { longFiles } from './long-files.ts';
import type { Rule } from './rule.ts';
import { changelogShape } from './rules/changelog.ts';
import { commandsExist, scriptsRun } from './rules/commands.ts';
import {
  arguedDependencies,
  completeLock,
  exactVersions,
  oneSdkVersion,
  portableLock,
} from './rules/dependencies.ts';
import { noClockOrChance, noLocale } from './rules/determinism.ts';
import { environmentReaders } from './rules/environment.ts';
import { fileLength, fileNames, openingLines } from './rules/file-shape.ts';
import { importCycles } from './rules/import-cycles.ts';
import { importDirections } from './rules/import-directions.ts';
import { noDefaultExports, zodAsNamespace } from './rules/import-shape.ts';
import { linksResolve, oneTitle } from './rules/links.ts';
import {
  errorNamesAreKnown,
  linesAreReadable,
  retriesNameErrors,
  statesHaveComments,
  tasksHaveTimeouts,
} from './rules/state-machines.ts';
import { testDiscipline } from './rules/test-discipline.ts';
import { leastPermissions, pinnedActions } from './rules/workflows.ts';

export const houseRules: Readonly<Record<string, Rule>> = {
  'imports along the table of rooms': importDirections,
  'has no import cycles': importCycles,
  'has no default exports': noDefaultExports,
  'imports zod as a namespace': zodAsNamespace,
  'keeps files short': fileLength(longFiles),
  'names files in kebab-case': fileNames,
  'opens each file by saying what it is': openingLines,
  'takes time and chance as arguments in core and twin': noClockOrChance,
  'uses no locale functions in core and twin': noLocale,
  'reads the environment in few places': environmentReaders,
  'comments every state': statesHaveComments,
  'gives every task a timeout': tasksHaveTimeouts,
  'keeps lines of state machines readable': linesAreReadable,
  'names the errors that it retries': retriesNameErrors,
  'matches only errors that somebody raises': errorNamesAreKnown,
  'runs all of its tests, without mocked modules or sleep': testDiscipline,
  'links to what is there': linksResolve,
  'gives each document one title': oneTitle,
  'shows commands that exist': commandsExist,
  'has scripts that can run': scriptsRun,
  'keeps its changelog in shape': changelogShape,
  'pins dependencies exactly': exactVersions,
  'argues for each dependency': arguedDependencies,
  'has all clients of the SDK in one version': oneSdkVersion,
  'has a lock file without addresses of one machine': portableLock,
  'has a lock file for every platform': completeLock,
  'pins the actions of its workflows': pinnedActions,
  'gives its workflows the least permissions': leastPermissions,
};
