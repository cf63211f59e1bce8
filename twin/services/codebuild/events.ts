// What CodeBuild tells the default bus: a build has begun, a build has ended.
import type { ServiceHost } from '../../host/service.ts';
import { deepLink, durationSeconds } from './build-info.ts';
import type { Build, Phase } from './state.ts';

export function emitBuildState(host: ServiceHost, build: Build): void {
  host.peer('events').emit({
    source: 'aws.codebuild',
    detailType: 'CodeBuild Build State Change',
    delivery: 'bestEffort',
    resources: [build.arn],
    detail: {
      'build-status': build.status,
      'project-name': build.project.name,
      'build-id': build.arn,
      'additional-information': information(host, build),
      'current-phase': build.phases.at(-1)?.type ?? 'SUBMITTED',
      'current-phase-context': '[]',
      version: '1',
    },
  });
}

function information(host: ServiceHost, build: Build): object {
  const { source, environment } = build.settings;
  const [, stream = build.id] = build.id.split(':');
  const group = `/aws/codebuild/${build.project.name}`;
  return {
    artifact: { md5sum: '', sha256sum: '', location: '' },
    environment: {
      image: environment?.image,
      'privileged-mode': environment?.privilegedMode ?? false,
      'compute-type': environment?.computeType,
      type: environment?.type,
      'environment-variables': build.variables,
    },
    'timeout-in-minutes': build.timeoutMinutes,
    'build-complete': build.status !== 'IN_PROGRESS',
    initiator: build.initiator,
    'build-start-time': written(build.startTime),
    source: { location: source?.location, type: source?.type },
    logs: {
      'group-name': group,
      'stream-name': stream,
      'deep-link': deepLink(host, group, stream),
    },
    phases: build.phases.map(phaseOf),
  };
}

const phaseOf = (phase: Phase) => ({
  'phase-context': phase.message === undefined ? [] : [phase.message],
  'start-time': written(phase.startTime),
  ...(phase.endTime === undefined
    ? {}
    : {
        'end-time': written(phase.endTime),
        'duration-in-seconds': durationSeconds(phase),
        'phase-status': phase.status,
      }),
  'phase-type': phase.type,
});

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Sep 1, 2017 4:12:29 PM`, in UTC. */
export function written(date: Date): string {
  const hours = date.getUTCHours();
  const [minutes, seconds] = [date.getUTCMinutes(), date.getUTCSeconds()].map((each) =>
    String(each).padStart(2, '0'),
  );
  const day = `${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}`;
  return `${day} ${hours % 12 || 12}:${minutes}:${seconds} ${hours < 12 ? 'AM' : 'PM'}`;
}
