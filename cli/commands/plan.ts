/** `spillway plan`: what a release of a spec would do, how long it takes and what it costs. */
import { createPlan } from '../../core/plan/create-plan.ts';
import { estimateCost } from '../../core/plan/estimate-cost.ts';
import { estimateDuration } from '../../core/plan/estimate-duration.ts';
import { estimatePower } from '../../core/plan/estimate-power.ts';
import { estimateTransitions } from '../../core/plan/estimate-transitions.ts';
import { assumedContext } from '../../core/plan/facts.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { defaultWorkload, type Workloads } from '../../core/plan/workload.ts';
import { type Surroundings, unknownSurroundings } from '../../core/spec/index.ts';
import { readArguments, readNumber } from '../arguments.ts';
import { type Command, exitCodes, UsageError } from '../command.ts';
import { type Estimates, renderEstimates } from '../render/estimates.ts';
import { hang } from '../render/hang.ts';
import { renderPlan } from '../render/plan.ts';
import { renderProblems, renderSummary } from '../render/problems.ts';
import type { Screen } from '../render/release.ts';
import { loadSpecFiles, type SpecFile } from '../spec-files.ts';

export const plan: Command = {
  name: 'plan',
  summary: 'Show what a release of a spec would do, how long it takes and what it costs',
  usage: `Usage: spillway plan FILE [--json] [--requests-per-second N]

  FILE                     a release spec
  --json                   print {"hash", "plan", "problems", "duration", "transitions", "cost", "power"}
  --requests-per-second N  the service's traffic in every environment; ${defaultWorkload.requestsPerSecond} if not given

Nothing is looked up in AWS: the environments are taken to be what their strategies need, with
${defaultWorkload.tasks} tasks of ${defaultWorkload.vcpus} vCPU and ${defaultWorkload.memoryGb} GB. Prices are those of us-east-1.`,
  examples: [
    'spillway plan examples/shop/releases/order-service.yaml',
    'spillway plan examples/shop/releases/auth-service.yaml --requests-per-second 3 --json',
  ],
  async run(args, io) {
    const { values, positionals } = readArguments(args, {
      json: { type: 'boolean', default: false },
      'requests-per-second': { type: 'string' },
    });
    const rate = values['requests-per-second'];
    const requestsPerSecond = rate === undefined ? null : readNumber('requests-per-second', rate);
    const surroundings = { ...unknownSurroundings, requestsPerSecond, nowMs: io.nowMs() };
    const file = await loadOne(positionals, surroundings);
    const result = file.spec && createPlan(file.spec, assumedContext(file.spec));
    if (result === undefined || !result.planned) {
      const { problems } = file;
      io.out(values.json ? toJson({ problems }) : renderRefusal(file, io.colour));
      return exitCodes.badInput;
    }
    const { hash } = result;
    const estimates = estimate(result.plan, requestsPerSecond);
    io.out(
      values.json
        ? toJson({ hash, plan: result.plan, problems: file.problems, ...estimates })
        : renderAll({ file, plan: result.plan, hash, estimates }, io),
    );
    return exitCodes.done;
  },
};

async function loadOne(paths: readonly string[], surroundings: Surroundings): Promise<SpecFile> {
  const [path, ...more] = paths;
  if (path === undefined || more.length > 0) throw new UsageError('give one file');
  const [file, ...others] = await loadSpecFiles([path], surroundings);
  if (file === undefined || others.length > 0) throw new UsageError('give one file, not a folder');
  return file;
}

interface Planned {
  readonly file: SpecFile;
  readonly plan: Plan;
  readonly hash: string;
  readonly estimates: Estimates;
}

function renderAll(
  { file, plan: planned, hash, estimates }: Planned,
  { colour, columns }: Screen,
): string {
  const warnings = renderProblems([file], colour);
  const text = hang(renderPlan(planned, hash, colour), columns);
  const parts = [text, renderEstimates(estimates, colour), warnings];
  return parts.filter((part) => part !== '').join('\n');
}

function renderRefusal(file: SpecFile, colour: boolean): string {
  return `${renderProblems([file], colour)}\n${renderSummary([file], colour)}`;
}

function estimate(planned: Plan, requestsPerSecond: number | null): Estimates {
  const workload = {
    ...defaultWorkload,
    requestsPerSecond: requestsPerSecond ?? defaultWorkload.requestsPerSecond,
  };
  const workloads: Workloads = Object.fromEntries(
    planned.environments.map(({ name }) => [name, workload]),
  );
  return {
    duration: estimateDuration(planned),
    transitions: estimateTransitions(planned),
    cost: estimateCost(planned, workloads),
    power: estimatePower(planned, workloads),
  };
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
