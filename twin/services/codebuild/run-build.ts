// A build under way: phase by phase in virtual time, with events and a few lines of log.
import type { ServiceHost } from '../../host/service.ts';
import { emitBuildState } from './events.ts';
import { type PlannedPhase, planPhases, statusOf } from './phases.ts';
import type { Build, Phase } from './state.ts';

export function runBuild(host: ServiceHost, build: Build): void {
  emitBuildState(host, build);
  log(host, build, `Running on CodeBuild: build ${build.id}`);
  const phases = planPhases(build.outcome, build.timeoutMinutes * 60);
  const next = (index: number) => {
    const planned = phases[index];
    if (planned === undefined) return complete(host, build, phases);
    const phase = enter(host, build, planned);
    build.timer = host.clock.after(planned.seconds * 1000, () => {
      phase.endTime = host.clock.date();
      phase.status = planned.status;
      phase.message = planned.message;
      log(host, build, `Phase complete: ${planned.type} State: ${planned.status}`);
      next(index + 1);
    });
  };
  next(0);
}

export function stopBuild(host: ServiceHost, build: Build): void {
  if (build.status !== 'IN_PROGRESS') return;
  build.timer?.cancel();
  const current = build.phases.at(-1);
  if (current !== undefined) {
    current.endTime = host.clock.date();
    current.status = 'STOPPED';
  }
  finish(host, build, 'STOPPED');
}

function enter(host: ServiceHost, build: Build, { type }: PlannedPhase): Phase {
  const phase: Phase = {
    type,
    startTime: host.clock.date(),
    endTime: undefined,
    status: undefined,
    message: undefined,
  };
  build.phases.push(phase);
  return phase;
}

function complete(host: ServiceHost, build: Build, phases: readonly PlannedPhase[]): void {
  const status = statusOf(phases);
  if (status === 'SUCCEEDED') {
    build.exports = build.outcome.exports ?? {};
    build.outcome.effect?.();
  }
  finish(host, build, status);
}

function finish(host: ServiceHost, build: Build, status: Build['status']): void {
  enter(host, build, { type: 'COMPLETED', seconds: 0, status, message: undefined });
  build.status = status;
  build.endTime = host.clock.date();
  build.timer = undefined;
  host.trace.add('state', { service: 'codebuild', build: build.id, status });
  emitBuildState(host, build);
}

function log(host: ServiceHost, build: Build, message: string): void {
  host.peer('logs').write({
    group: `/aws/codebuild/${build.project.name}`,
    stream: build.id.split(':')[1] ?? build.id,
    message: `[Container] ${message}`,
  });
}
