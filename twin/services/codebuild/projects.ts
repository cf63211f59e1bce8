// Build projects.

import type * as Sdk from '@aws-sdk/client-codebuild';
import type { Project as ApiProject } from '@aws-sdk/client-codebuild';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import type { ServiceHost } from '../../host/service.ts';
import type { CodeBuildState, Project } from './state.ts';

const TIMEOUT_MINUTES = 60;
const QUEUED_TIMEOUT_MINUTES = 480;

export const projectOperations = (
  host: ServiceHost,
  state: CodeBuildState,
): Operations<typeof Sdk> => ({
  CreateProject(input) {
    const { name = '' } = input;
    if (state.projects.has(name))
      throw new AwsError(
        'ResourceAlreadyExistsException',
        `Project already exists: ${host.arn('codebuild', `project/${name}`)}`,
      );
    const arn = host.arn('codebuild', `project/${name}`);
    const now = host.clock.date();
    const settings: ApiProject = {
      timeoutInMinutes: TIMEOUT_MINUTES,
      queuedTimeoutInMinutes: QUEUED_TIMEOUT_MINUTES,
      ...input,
      arn,
      created: now,
      lastModified: now,
    };
    state.projects.set(name, { name, arn, settings, builds: 0 });
    return { project: settings };
  },
  UpdateProject({ name, ...changes }) {
    const project = findProject(state, name);
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    project.settings = {
      ...project.settings,
      ...Object.fromEntries(given),
      lastModified: host.clock.date(),
    };
    return { project: project.settings };
  },
  DeleteProject({ name = '' }) {
    state.projects.delete(name);
    return {};
  },
  BatchGetProjects({ names = [] }) {
    const found = names.map((name) => ({ name, project: state.projects.get(name) }));
    return {
      projects: found.flatMap(({ project }) => project?.settings ?? []),
      projectsNotFound: found.flatMap(({ name, project }) => (project === undefined ? [name] : [])),
    };
  },
  ListProjects: () => ({ projects: [...state.projects.keys()].sort() }),
});

export function findProject(state: CodeBuildState, name: string | undefined): Project {
  const found = state.projects.get(name ?? '');
  if (found !== undefined) return found;
  throw new AwsError('ResourceNotFoundException', `Project cannot be found: ${name}`);
}
