// Applications and the revisions registered with them.
import { createHash } from 'node:crypto';
import type * as Sdk from '@aws-sdk/client-codedeploy';
import type { ApplicationInfo, RevisionLocation } from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import type { ServiceHost } from '../../host/service.ts';
import { findApplication } from './lookup.ts';
import { pageOf } from './paging.ts';
import type { Application, CodeDeployState } from './state.ts';

export const applicationOperations = (
  host: ServiceHost,
  state: CodeDeployState,
): Operations<typeof Sdk> => ({
  CreateApplication({ applicationName = '', computePlatform = 'Server', tags = [] }) {
    if (state.applications.has(applicationName))
      throw new AwsError(
        'ApplicationAlreadyExistsException',
        `An application with the name ${applicationName} already exists.`,
      );
    if (computePlatform !== 'ECS')
      throw new AwsError(
        'InvalidComputePlatformException',
        `The compute platform ${computePlatform} is not simulated: only ECS is.`,
      );
    const application: Application = {
      id: host.ids.uuid(),
      name: applicationName,
      computePlatform,
      createTime: host.clock.date(),
      groups: new Map(),
      revisions: new Map(),
    };
    state.applications.set(applicationName, application);
    state.tags.set(host.arn('codedeploy', `application:${applicationName}`), tags);
    return { applicationId: application.id };
  },
  GetApplication: ({ applicationName }) => ({
    application: infoOf(findApplication(state, applicationName)),
  }),
  BatchGetApplications: ({ applicationNames = [] }) => ({
    applicationsInfo: applicationNames.map((name) => infoOf(findApplication(state, name))),
  }),
  ListApplications({ nextToken }) {
    const { page, nextToken: next } = pageOf([...state.applications.keys()], nextToken);
    return { applications: page, nextToken: next };
  },
  DeleteApplication({ applicationName }) {
    const { name } = findApplication(state, applicationName);
    state.applications.delete(name);
    return {};
  },
  RegisterApplicationRevision({ applicationName, revision, description }) {
    const application = findApplication(state, applicationName);
    if (revision === undefined)
      throw new AwsError('RevisionRequiredException', 'The revision ID was not specified.');
    registerRevision(application, revision, { description, at: host.clock.date() });
    return {};
  },
  GetApplicationRevision({ applicationName, revision }) {
    const application = findApplication(state, applicationName);
    const found = revision && application.revisions.get(revisionKey(revision));
    if (!found)
      throw new AwsError('RevisionDoesNotExistException', 'The named revision does not exist.');
    const { description, registerTime } = found;
    return { applicationName, revision, revisionInfo: { description, registerTime } };
  },
});

export function registerRevision(
  application: Application,
  revision: RevisionLocation,
  { description, at }: { description: string | undefined; at: Date },
): void {
  const key = revisionKey(revision);
  if (application.revisions.has(key)) return;
  application.revisions.set(key, { location: revision, description, registerTime: at });
}

/** AppSpec content is known by its digest, which AWS computes where the caller does not. */
export const digestOf = (content: string): string =>
  createHash('sha256').update(content).digest('hex');

function revisionKey({ appSpecContent, string, s3Location }: RevisionLocation): string {
  const { content, sha256 } = appSpecContent ?? string ?? {};
  return sha256 ?? (content === undefined ? JSON.stringify(s3Location) : digestOf(content));
}

const infoOf = ({ id, name, createTime, computePlatform }: Application): ApplicationInfo => ({
  applicationId: id,
  applicationName: name,
  createTime,
  linkedToGitHub: false,
  computePlatform,
});
