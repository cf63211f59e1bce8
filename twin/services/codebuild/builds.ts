// What can be asked of builds: start, read, list and stop.

import type * as Sdk from '@aws-sdk/client-codebuild';
import type { EnvironmentVariable, StartBuildInput } from '@aws-sdk/client-codebuild';
import { AwsError } from '../../host/aws-error.ts';
import type { Caller } from '../../host/caller.ts';
import type { Operations } from '../../host/operations.ts';
import type { ServiceHost } from '../../host/service.ts';
import { buildInfo } from './build-info.ts';
import { findProject } from './projects.ts';
import { runBuild, stopBuild } from './run-build.ts';
import type { Build, CodeBuildState, Project } from './state.ts';

const BUILDS_PER_BATCH_MAX = 100;
const DEFAULT_TIMEOUT_MINUTES = 60;

export const buildOperations = (
  host: ServiceHost,
  state: CodeBuildState,
): Operations<typeof Sdk> => ({
  StartBuild(input, { caller }) {
    const token = input.idempotencyToken;
    const known = token === undefined ? undefined : state.buildsByToken.get(token);
    if (known !== undefined) return { build: buildInfo(host, known) };
    const build = createBuild(host, state, input, caller);
    state.builds.set(build.id, build);
    if (token !== undefined) state.buildsByToken.set(token, build);
    runBuild(host, build);
    return { build: buildInfo(host, build) };
  },
  BatchGetBuilds({ ids = [] }) {
    if (ids.length > BUILDS_PER_BATCH_MAX)
      throw new AwsError('InvalidInputException', `At most ${BUILDS_PER_BATCH_MAX} build IDs.`);
    const found = ids.map((id) => ({ id, build: lookUp(state, id) }));
    return {
      builds: found.flatMap(({ build }) => (build === undefined ? [] : [buildInfo(host, build)])),
      buildsNotFound: found.flatMap(({ id, build }) => (build === undefined ? [id] : [])),
    };
  },
  StopBuild({ id }) {
    const build = lookUp(state, id ?? '');
    if (build === undefined)
      throw new AwsError('ResourceNotFoundException', `Build ${id} does not exist`);
    stopBuild(host, build);
    return { build: buildInfo(host, build) };
  },
  ListBuilds: ({ sortOrder }) => ({ ids: sorted([...state.builds.keys()], sortOrder) }),
  ListBuildsForProject({ projectName, sortOrder }) {
    const project = findProject(state, projectName);
    const builds = [...state.builds.values()].filter((build) => build.project === project);
    return {
      ids: sorted(
        builds.map(({ id }) => id),
        sortOrder,
      ),
    };
  },
});

function createBuild(
  host: ServiceHost,
  state: CodeBuildState,
  input: StartBuildInput,
  caller: Caller,
): Build {
  const project = findProject(state, input.projectName);
  project.builds += 1;
  const id = `${project.name}:${host.ids.uuid()}`;
  const variables = mergedVariables(project, input.environmentVariablesOverride ?? []);
  const sourceVersion = input.sourceVersion ?? project.settings.sourceVersion;
  const environment = Object.fromEntries(
    variables
      .filter(({ type = 'PLAINTEXT' }) => type === 'PLAINTEXT')
      .map(({ name = '', value = '' }) => [name, value]),
  );
  const started = { id, projectName: project.name, sourceVersion, environment };
  return {
    id,
    arn: host.arn('codebuild', `build/${id}`),
    number: project.builds,
    project,
    settings: overridden(project, input),
    variables,
    sourceVersion,
    initiator: initiatorOf(caller),
    timeoutMinutes:
      input.timeoutInMinutesOverride ??
      project.settings.timeoutInMinutes ??
      DEFAULT_TIMEOUT_MINUTES,
    startTime: host.clock.date(),
    outcome: state.decide(started) ?? { status: 'SUCCEEDED' },
    phases: [],
    status: 'IN_PROGRESS',
    endTime: undefined,
    exports: {},
    timer: undefined,
  };
}

function overridden({ settings }: Project, input: StartBuildInput): Build['settings'] {
  const { source } = settings;
  return {
    ...settings,
    ...(input.serviceRoleOverride === undefined ? {} : { serviceRole: input.serviceRoleOverride }),
    ...(source === undefined
      ? {}
      : {
          source: {
            ...source,
            type: input.sourceTypeOverride ?? source.type,
            location: input.sourceLocationOverride ?? source.location,
            buildspec: input.buildspecOverride ?? source.buildspec,
          },
        }),
  };
}

/** Overrides replace variables of the same name and add the others. */
function mergedVariables(
  { settings }: Project,
  overrides: readonly EnvironmentVariable[],
): readonly EnvironmentVariable[] {
  const names = new Set(overrides.map(({ name }) => name));
  const kept = (settings.environment?.environmentVariables ?? []).filter(
    ({ name }) => !names.has(name),
  );
  return [...kept, ...overrides];
}

/** By id or by ARN: AWS takes both. */
const lookUp = (state: CodeBuildState, id: string): Build | undefined =>
  state.builds.get(id.split(':build/').at(-1) ?? id);

/** The role and session that started it, without the rest of the ARN. */
const initiatorOf = ({ arn }: Caller): string => arn.split('assumed-role/').at(-1) ?? arn;

const sorted = (ids: readonly string[], order: string | undefined): string[] =>
  order === 'ASCENDING' ? [...ids] : [...ids].reverse();
