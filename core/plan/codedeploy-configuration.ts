/** Which of CodeDeploy's own traffic configurations says exactly what the phases say, if any. */
import type { Phase } from '../spec/spec.ts';
import type {
  AllAtOnceConfiguration,
  CodeDeployConfiguration,
  SteppedConfiguration,
} from './plan.ts';

export const allAtOnceConfiguration: AllAtOnceConfiguration = {
  kind: 'all-at-once',
  name: 'CodeDeployDefault.ECSAllAtOnce',
  predefined: true,
};

/** Undefined when CodeDeploy has no such shape. It knows one step, equal steps, and nothing else. */
export function matchConfiguration(phases: readonly Phase[]): CodeDeployConfiguration | undefined {
  const partial = phases.filter(({ weightPercent }) => weightPercent < 100);
  const [first] = partial;
  if (first === undefined) return allAtOnceConfiguration;
  const intervalMinutes = first.bakeSeconds / 60;
  if (!Number.isInteger(intervalMinutes) || intervalMinutes < 1) return undefined;
  if (partial.length === 1) return stepped('canary', first.weightPercent, intervalMinutes);
  return isLinear(partial) ? stepped('linear', first.weightPercent, intervalMinutes) : undefined;
}

/** Equal steps that arrive at 100 exactly, and equal bakes. */
function isLinear(partial: readonly Phase[]): boolean {
  const [first] = partial;
  if (first === undefined || first.weightPercent * (partial.length + 1) !== 100) return false;
  return partial.every(
    ({ weightPercent, bakeSeconds }, index) =>
      weightPercent === first.weightPercent * (index + 1) && bakeSeconds === first.bakeSeconds,
  );
}

function stepped(
  kind: SteppedConfiguration['kind'],
  stepPercent: number,
  intervalMinutes: number,
): SteppedConfiguration {
  const shape = `${kind}-${stepPercent}-${intervalMinutes}`;
  const predefinedName = predefinedNames[shape];
  return {
    kind,
    name: predefinedName ?? `Spillway-${shape}`,
    predefined: predefinedName !== undefined,
    stepPercent,
    intervalMinutes,
  };
}

/** Those for ECS in the CodeDeploy user guide. */
const predefinedNames: Readonly<Record<string, string>> = {
  'canary-10-5': 'CodeDeployDefault.ECSCanary10Percent5Minutes',
  'canary-10-15': 'CodeDeployDefault.ECSCanary10Percent15Minutes',
  'linear-10-1': 'CodeDeployDefault.ECSLinear10PercentEvery1Minutes',
  'linear-10-3': 'CodeDeployDefault.ECSLinear10PercentEvery3Minutes',
};
