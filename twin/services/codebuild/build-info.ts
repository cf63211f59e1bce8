// Builds as the API shows them.
import type { Build as ApiBuild, BuildPhase } from '@aws-sdk/client-codebuild';
import type { ServiceHost } from '../../host/service.ts';
import type { Build, Phase } from './state.ts';

export function buildInfo(host: ServiceHost, build: Build): ApiBuild {
  const { settings, project } = build;
  const stream = build.id.split(':')[1] ?? build.id;
  const groupName = `/aws/codebuild/${project.name}`;
  return {
    id: build.id,
    arn: build.arn,
    buildNumber: build.number,
    startTime: build.startTime,
    endTime: build.endTime,
    currentPhase: build.phases.at(-1)?.type,
    buildStatus: build.status,
    sourceVersion: build.sourceVersion,
    resolvedSourceVersion: build.sourceVersion,
    projectName: project.name,
    phases: build.phases.map(phaseInfo),
    source: settings.source,
    artifacts: { location: '' },
    environment: settings.environment && {
      ...settings.environment,
      environmentVariables: [...build.variables],
    },
    serviceRole: settings.serviceRole,
    logs: {
      groupName,
      streamName: stream,
      cloudWatchLogsArn: host.arn('logs', `log-group:${groupName}:log-stream:${stream}`),
      deepLink: deepLink(host, groupName, stream),
    },
    timeoutInMinutes: build.timeoutMinutes,
    queuedTimeoutInMinutes: settings.queuedTimeoutInMinutes,
    buildComplete: build.status !== 'IN_PROGRESS',
    initiator: build.initiator,
    encryptionKey: settings.encryptionKey,
    exportedEnvironmentVariables: Object.entries(build.exports).map(([name, value]) => ({
      name,
      value,
    })),
  };
}

export const deepLink = ({ region }: ServiceHost, group: string, stream: string): string =>
  `https://console.aws.amazon.com/cloudwatch/home?region=${region}#logEvent:group=${group};stream=${stream}`;

const phaseInfo = (phase: Phase): BuildPhase => ({
  phaseType: phase.type,
  phaseStatus: phase.status,
  startTime: phase.startTime,
  endTime: phase.endTime,
  durationInSeconds: durationSeconds(phase),
  ...(phase.message === undefined
    ? {}
    : { contexts: [{ statusCode: phase.message.split(':')[0], message: phase.message }] }),
});

export const durationSeconds = ({ startTime, endTime }: Phase): number | undefined =>
  endTime && Math.round((endTime.getTime() - startTime.getTime()) / 1000);
