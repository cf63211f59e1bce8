// I25: what is refused changes nothing, and everybody changes only what is theirs to change.
import type { SeenCall, Witness } from '../campaign/witness.ts';
import { both, holds, type Invariant, judgeEach, violated } from './invariant.ts';
import { type Course, coursesOf, minuteMs, secondMs } from './reading.ts';

export const contained: Invariant = {
  id: 'I25',
  scope: 'world',
  claim:
    'What is refused, or is no release, changes nothing: services are changed only while an admitted release is under way, and by nobody but those whose work it is.',
  judge: (witness) => {
    const changes = witness.calls.filter(isChange);
    const lives = coursesOf(witness).flatMap((course) => lifeOf(witness, course));
    return both(
      judgeEach(changes, ({ at, caller, service, operation }) => {
        const who = actorIn(caller);
        return mayCall[who]?.includes(`${service}:${operation}`) === true
          ? holds
          : violated(at, `${who} called ${service}:${operation}`);
      }),
      judgeEach(changes, ({ at, service, operation }) => {
        const isBegun = BEGINNINGS.includes(operation);
        return lives.some(({ from, to, tidiedAt }) => at >= from && at <= (isBegun ? to : tidiedAt))
          ? holds
          : violated(at, `${service}:${operation} while no release was under way`);
      }),
    );
  },
};

/** Where a service runs, and what serves its users. */
const CHANGED = ['codedeploy', 'ecs', 'elasticloadbalancing', 'application-autoscaling'];

const isChange = ({ service, operation, caller }: SeenCall): boolean =>
  caller.includes('assumed-role/Spillway-') &&
  CHANGED.includes(service) &&
  !/^(Describe|Get|List|Batch)/.test(operation);

/** What nobody does to tidy up. */
const BEGINNINGS = ['CreateDeployment', 'RegisterTaskDefinition', 'CreateRule', 'ModifyRule'];

/** Functions and machines by the names that CDK makes of them. */
const actorIn = (caller: string): string =>
  /Spillway-Releases(?:Functions|Machines)([a-z]+?)[rR]ole/.exec(caller)?.[1] ?? caller;

/** Written by hand, not read from the policies: a policy that is too wide shows when it is used. */
const mayCall: Readonly<Record<string, readonly string[]>> = {
  preparedeployment: [
    'application-autoscaling:RegisterScalableTarget',
    'codedeploy:CreateDeployment',
    'codedeploy:StopDeployment',
    'ecs:RegisterTaskDefinition',
  ],
  shifttraffic: [
    'elasticloadbalancing:CreateRule',
    'elasticloadbalancing:ModifyRule',
    'elasticloadbalancing:DeleteRule',
  ],
  lowertraffic: ['elasticloadbalancing:ModifyRule'],
  deploycodedeploy: ['codedeploy:ContinueDeployment'],
  deployrolling: ['ecs:UpdateService'],
  switchtraffic: ['codedeploy:ContinueDeployment', 'elasticloadbalancing:DeleteRule'],
  finishenvironment: ['application-autoscaling:RegisterScalableTarget'],
  rollback: ['codedeploy:StopDeployment', 'elasticloadbalancing:DeleteRule'],
  rescuerelease: ['elasticloadbalancing:DeleteRule'],
  settlerollback: ['ecs:UpdateService'],
  deciderollback: ['codedeploy:CreateDeployment'],
  finishrollback: [
    'application-autoscaling:RegisterScalableTarget',
    'codedeploy:ContinueDeployment',
    'codedeploy:StopDeployment',
    'elasticloadbalancing:DeleteRule',
  ],
  sweepreleases: [
    'application-autoscaling:RegisterScalableTarget',
    'codedeploy:StopDeployment',
    'elasticloadbalancing:DeleteRule',
  ],
};

/** The sweep may tidy up after an end, or after the healing. */
const TIDIED_MS = 6 * minuteMs;
/** Who enters calls nobody before it is written down, but clocks of calls and records differ by their latency. */
const WRITTEN_MS = 5 * secondMs;

function lifeOf(
  { healedAt, endedAt: over }: Witness,
  { view, endedAt }: Course,
): readonly { readonly from: number; readonly to: number; readonly tidiedAt: number }[] {
  const entered = view.events.find(({ type }) => type === 'environment.entered');
  if (entered === undefined) return [];
  const from = Date.parse(entered.at) - WRITTEN_MS;
  if (endedAt === undefined) return [{ from, to: over, tidiedAt: over }];
  return [{ from, to: endedAt + WRITTEN_MS, tidiedAt: Math.max(endedAt, healedAt) + TIDIED_MS }];
}
