// How a deployment tells what it does: events with best effort, and messages to the topics of its triggers.
import type { TriggerEventType } from '@aws-sdk/client-codedeploy';
import { overviewOf } from './deployment-info.ts';
import type { Run } from './run.ts';

type Announcement = 'START' | 'READY' | 'SUCCESS' | 'FAILURE' | 'STOP';

const TRIGGERS: Readonly<Record<Announcement, TriggerEventType>> = {
  START: 'DeploymentStart',
  READY: 'DeploymentReady',
  SUCCESS: 'DeploymentSuccess',
  FAILURE: 'DeploymentFailure',
  STOP: 'DeploymentStop',
};

export function announce(run: Run, state: Announcement): void {
  const { host, deployment } = run;
  const { application, id: instanceGroupId } = deployment.group;
  const deploymentGroup = deployment.settings.name;
  host.trace.add('state', {
    service: 'codedeploy',
    application,
    deployment: deployment.id,
    state,
  });
  host.peer('events').emit({
    source: 'aws.codedeploy',
    detailType: 'CodeDeploy Deployment State-change Notification',
    delivery: 'bestEffort',
    resources: [
      host.arn('codedeploy', `application:${application}`),
      host.arn('codedeploy', `deploymentgroup:${application}/${deploymentGroup}`),
    ],
    detail: {
      instanceGroupId,
      region: host.region,
      application,
      deploymentId: deployment.id,
      state,
      deploymentGroup,
    },
  });
  tellTopics(run, TRIGGERS[state]);
}

export function tellTopics(run: Run, event: TriggerEventType): void {
  for (const trigger of run.deployment.settings.triggers) {
    if (!trigger.triggerEvents?.includes(event)) continue;
    // A topic that cannot be reached does not hold up a deployment.
    run.role
      .sns('Publish', {
        TopicArn: trigger.triggerTargetArn,
        Subject: subjectOf(run),
        Message: JSON.stringify(messageOf(run, trigger.triggerName ?? '')),
      })
      .catch(() => undefined);
  }
}

const subjectOf = ({ deployment, host }: Run): string =>
  `${deployment.status.toUpperCase()}: AWS CodeDeploy ${deployment.id} in ${host.region} to ${deployment.group.application}`;

function messageOf({ deployment, host }: Run, eventTriggerName: string): object {
  const { status, createTime, completeTime, error } = deployment;
  return {
    region: host.region,
    accountId: host.account,
    eventTriggerName,
    applicationName: deployment.group.application,
    deploymentId: deployment.id,
    deploymentGroupName: deployment.settings.name,
    createTime: seconds(createTime),
    completeTime: completeTime === undefined ? null : seconds(completeTime),
    deploymentOverview: counts(deployment),
    status,
    ...(error === undefined
      ? {}
      : { errorInformation: { ErrorCode: error.code, ErrorMessage: error.message } }),
  };
}

/** Counts are strings in these messages. */
const counts = (deployment: Run['deployment']): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(overviewOf(deployment)).map(([name, count]) => [name, String(count)]),
  );

const seconds = (date: Date): string => (date.getTime() / 1000).toFixed(3);
