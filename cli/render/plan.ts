/** A plan for people: what happens where and when, what is watched, and what it takes. */

import { quantity } from '../../core/analysis/quantity.ts';
import { assertNever } from '../../core/assert.ts';
import type {
  Engine,
  Plan,
  PlannedCheck,
  PlannedEnvironment,
  PlannedGate,
  PlannedRollback,
} from '../../core/plan/plan.ts';
import {
  formatClock,
  formatDuration,
  type ImagePolicy,
  type NoTraffic,
} from '../../core/spec/index.ts';
import { type Paints, paints } from './paint.ts';
import { type Row, renderTable } from './table.ts';

export function renderPlan(plan: Plan, hash: string, colour: boolean): string {
  const paint = paints(colour);
  const title = `${paint.bold(plan.service)}  plan ${paint.cyan(hash.slice(0, 12))}`;
  const head: readonly Row[] = [
    ['profile', plan.profile],
    ['build', buildText(plan)],
    ...plan.dependsOn.map(({ service, versions }) => ['needs', `${service} ${versions.text}`]),
    ['deadline', formatDuration(plan.deadlineSeconds)],
  ];
  const environments = plan.environments.map((planned) => renderEnvironment(planned, paint));
  return [title, labelled(head, paint), ...environments].join('\n');
}

function renderEnvironment(planned: PlannedEnvironment, paint: Paints): string {
  const { name, engine, phases, checks, gates, thresholds, alarms, noTraffic, rollback } = planned;
  const watched = [
    ...thresholds.map(({ metric, max, unit }) => `${metric} above ${quantity(max, unit)}`),
    ...alarms.map((alarm) => `alarm ${alarm.name}`),
  ];
  const rows: readonly Row[] = [
    ...repeated('gates', gates.map(gateText)),
    ...repeated('checks', checks.map(checkText)),
    ...repeated('phases', phases.map(phaseText)),
    ...repeated('rolls back', watched.length > 0 ? watched : [`never: ${planned.unwatchedReason}`]),
    ['how', rollbackText(rollback, engine)],
    ['no traffic', noTrafficTexts[noTraffic]],
    ['at 100 %', guardText(planned)],
  ];
  return `${paint.bold(name)}  ${paint.cyan(engine.kind)}: ${engine.reason}\n${labelled(rows, paint)}`;
}

function labelled(rows: readonly Row[], paint: Paints): string {
  return renderTable(rows.map(([label = '', ...cells]) => [`  ${paint.dim(label)}`, ...cells]));
}

/** The label stands at the first line only. */
function repeated(label: string, texts: readonly string[]): readonly Row[] {
  return texts.map((text, index) => [index === 0 ? label : '', text]);
}

function buildText({ build, architecture }: Plan): string {
  const made =
    build.kind === 'verify'
      ? 'verify the pushed image'
      : `build ${build.directory} with ${build.project} (${build.stages.join(', ')})`;
  return `${made} for ${architecture}; ${policyText(build)}`;
}

function policyText({ scan, signature }: ImagePolicy): string {
  const severities = {
    critical: scan.criticalMax,
    high: scan.highMax,
    medium: scan.mediumMax,
    low: scan.lowMax,
  };
  const bounds = Object.entries(severities).flatMap(([severity, max]) =>
    max === null ? [] : [`${max} ${severity}`],
  );
  const findings = bounds.length > 0 ? `at most ${bounds.join(', ')} findings` : 'any findings';
  return signature.kind === 'none' ? findings : `${findings}, signed by ${signature.signer}`;
}

function gateText(gate: PlannedGate): string {
  switch (gate.kind) {
    case 'freeze':
      return 'no freeze';
    case 'approval':
      return `approval${gate.fourEyes ? ' by somebody else' : ''}, within ${formatDuration(gate.timeoutSeconds)}`;
    case 'window':
      return `window ${gate.days.join(' ')} ${formatClock(gate.fromMinutes)} to ${formatClock(gate.toMinutes)} ${gate.zone}`;
    case 'soak':
      return `soak of ${formatDuration(gate.durationSeconds)} in ${gate.environment}`;
    default:
      return assertNever(gate);
  }
}

function checkText(check: PlannedCheck): string {
  const { name, purpose, timeoutSeconds, when } = check;
  return `${when.replace('-', ' ')}: ${purpose} ${name}, ${targetText(check)}, within ${formatDuration(timeoutSeconds)}`;
}

function targetText(check: PlannedCheck): string {
  switch (check.kind) {
    case 'http':
      return `GET ${check.path} gives ${check.expectStatus}`;
    case 'lambda':
      return `function ${check.functionName}`;
    case 'codebuild':
      return `project ${check.project}`;
    case 'ecs-task':
      return `task ${check.taskFamily} with ${check.image === 'own' ? 'its own' : "the candidate's"} image`;
    default:
      return assertNever(check);
  }
}

function phaseText({
  weightPercent,
  bakeSeconds,
  requestsMin,
  gates,
}: PlannedEnvironment['phases'][number]): string {
  const requests = requestsMin > 0 ? ` and ${requestsMin} requests` : '';
  const asked = gates.map((gate) => `, after ${gateText(gate)}`).join('');
  return `${String(weightPercent).padStart(3)} % for ${formatDuration(bakeSeconds)}${requests}${asked}`;
}

function rollbackText(rollback: PlannedRollback, engine: Engine): string {
  switch (rollback.kind) {
    case 'immediate':
      return engine.kind === 'rolling'
        ? 'the scheduler puts the version before back'
        : 'to 0 % at once';
    case 'gradual':
      return `in steps: ${rollback.steps.map(({ weightPercent }) => `${weightPercent} %`).join(', ')}`;
    case 'forbidden':
      return 'not at all: holds and pages, since the version before cannot serve';
    default:
      return assertNever(rollback);
  }
}

/** A rolling deployment has replaced the version before by then. */
function guardText({ guardSeconds, engine }: PlannedEnvironment): string {
  const watched = `watched for ${formatDuration(guardSeconds)}`;
  return engine.kind === 'rolling' ? watched : `${watched}, with the version before kept warm`;
}

const noTrafficTexts: Readonly<Record<NoTraffic, string>> = {
  hold: 'hold until there is enough to judge',
  synthetic: 'send synthetic requests',
  fail: 'roll back',
};
