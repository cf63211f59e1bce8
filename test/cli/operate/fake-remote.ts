/** A Spillway in memory: what is asked of it is remembered, what it answers is set by the test. */

import type { PromotedVersion } from '../../../aws/environments.ts';
import type { Decided } from '../../../aws/operate-client.ts';
import type { Io } from '../../../cli/command.ts';
import { runCli } from '../../../cli/main.ts';
import type { Push, ReleaseState, Remote, ServiceState, Wish } from '../../../cli/remote.ts';
import type { RemoteCommand } from '../../../cli/remote-command.ts';
import type { Decision } from '../../../core/contract/decision.ts';
import { emptyLane } from '../../../core/lane/lane.ts';
import type { EventBody } from '../../../core/release/event.ts';
import { aSpec, digest, ledgerOf, received, recordAfter, second } from '../../core/builders.ts';
import { aPlan } from '../../core/operate/builders.ts';
import { createTerminal } from '../io.ts';

export function aRelease(bodies: readonly EventBody[]): ReleaseState {
  const record = recordAfter(bodies);
  const plan = record.admission === null ? null : aPlan();
  return { record, events: ledgerOf([received, ...bodies]), plan };
}

const aVersion = (letter: string): PromotedVersion => ({
  releaseId: `auth-service-${letter}`,
  digest: digest(letter),
  version: `v1.${letter}.0`,
  taskDefinitionArn: `arn:task-definition/${letter}`,
});

export function aService(over: Partial<ServiceState['environments'][number]> = {}): ServiceState {
  const environment = {
    name: 'production',
    stable: aVersion('b'),
    history: [aVersion('a')],
    moving: null,
    taskToken: 'secret-token',
    rollbackExecutionArn: '',
    scalingHeldFor: '',
    ...over,
  };
  return { spec: aSpec(), lane: emptyLane, environments: [environment] };
}

export interface Asked {
  readonly decisions: Decision[];
  readonly wishes: Wish[];
  readonly pushes: Push[];
}

/** `releases`: what the release is at each look; the last one stays. */
export interface FakeOptions extends Partial<Remote> {
  readonly looks?: readonly ReleaseState[];
  readonly answers?: readonly Decided[];
  readonly state?: ServiceState;
}

const done: Decided = { kind: 'done', message: 'so be it', code: null };

function fakeRemote({ looks = [], answers = [done], state = aService(), ...over }: FakeOptions) {
  const asked: Asked = { decisions: [], wishes: [], pushes: [] };
  let look = 0;
  const remote: Remote = {
    now: async () => second(600),
    services: async () => ['auth-service'],
    service: async (name) => (name === 'auth-service' ? state : undefined),
    releases: async () => looks.slice(-1).map(({ record }) => record),
    async release(releaseId) {
      const found = looks[Math.min(look, looks.length - 1)];
      if (found?.record.releaseId !== releaseId) return undefined;
      look += 1;
      return found;
    },
    verdict: async () => null,
    freezes: async () => [],
    async decide(decision) {
      asked.decisions.push(decision);
      return answers[Math.min(asked.decisions.length, answers.length) - 1] ?? done;
    },
    async start(wish) {
      asked.wishes.push(wish);
      return 'arn:execution:one';
    },
    ledBy: async () => looks[0]?.record,
    async push(image) {
      asked.pushes.push(image);
      return digest('d');
    },
    ...over,
  };
  return { remote, asked };
}

export async function runWith(
  command: RemoteCommand,
  options: FakeOptions,
  words: readonly string[],
  over: Partial<Io> = {},
) {
  const { remote, asked } = fakeRemote(options);
  const slept: number[] = [];
  const { io, written } = createTerminal({
    columns: 80,
    nowMs: () => 0,
    sleep: async (ms) => void slept.push(ms),
    ...over,
  });
  const loaded = command(async () => remote);
  const entry = { name: loaded.name, summary: loaded.summary, load: async () => loaded };
  const exitCode = await runCli([loaded.name, ...words], io, [entry]);
  return { exitCode, ...written(), asked, slept };
}
