/** The operator's decisions: about the release as it stands, in the operator's own name. */

import type { Decided } from '../aws/operate-client.ts';
import type { Decision, ReleaseAction, Sight } from '../core/contract/decision.ts';
import { sightOf } from '../core/operate/staleness.ts';
import { readArguments, readNumber } from './arguments.ts';
import { type ExitCode, exitCodes, type Io } from './command.ts';
import type { Remote } from './remote.ts';
import { printJson, type RemoteCommand, remoteCommand } from './remote-command.ts';
import { paints } from './render/paint.ts';
import { safeText } from './render/safe-text.ts';
import { findRelease, oneName } from './target.ts';

interface Words {
  readonly action: Exclude<ReleaseAction, 'rollback'>;
  readonly summary: string;
  /** What happens then. */
  readonly effect: string;
}

/** To stop something is never too late: who is overtaken by the release decides again, a few times. */
const STOPPING: readonly ReleaseAction[] = ['pause', 'abort'];
const ATTEMPTS_MAX = 3;
const NO_REASON = 'no reason given';

export function decisionCommand({ action, summary, effect }: Words): RemoteCommand {
  return remoteCommand({
    name: action,
    summary,
    usage: `Usage: spillway ${action} RELEASE|SERVICE [--reason TEXT] [--seen N] [--json]

  RELEASE        a release, by its id
  SERVICE        the release of a service that moves, or waits
  --reason TEXT  goes into the ledger, beside your identity
  --seen N       only if the release is still at event N, as "spillway status" showed it
  --json         print {"kind": "done"|"stale"|"refused", "message", "code"}

${effect}`,
    examples: [
      `spillway ${action} auth-service --reason "checked with the team"`,
      `spillway ${action} auth-service-v1-3-0-1f09ac --seen 14 --json`,
    ],
    async run(args, io, open) {
      const { values, positionals } = readArguments(args, {
        reason: { type: 'string', default: NO_REASON },
        seen: { type: 'string' },
        json: { type: 'boolean', default: false },
      });
      const name = oneName(positionals, 'release or service');
      const seen = values.seen === undefined ? undefined : readNumber('seen', values.seen);
      const remote = await open();
      const decide = () => decideOnce(remote, name, { action, seen, reason: values.reason });
      const patient = seen === undefined && STOPPING.includes(action);
      return report(await insist(decide, patient ? ATTEMPTS_MAX : 1), io, values.json);
    },
  });
}

async function decideOnce(
  remote: Remote,
  name: string,
  asked: { action: ReleaseAction; seen: number | undefined; reason: string },
): Promise<Decided> {
  const { action, seen, reason } = asked;
  const { record } = await findRelease(remote, name);
  const looked: Sight = { ...sightOf(record), ...(seen === undefined ? {} : { sequence: seen }) };
  return remote.decide({ kind: 'release', action, looked, reason });
}

async function insist(decide: () => Promise<Decided>, attempts: number): Promise<Decided> {
  const answer = await decide();
  return answer.kind === 'stale' && attempts > 1 ? insist(decide, attempts - 1) : answer;
}

export async function send(
  remote: Remote,
  decision: Decision,
  io: Io,
  json: boolean,
): Promise<ExitCode> {
  return report(await remote.decide(decision), io, json);
}

function report(answer: Decided, io: Io, json: boolean): ExitCode {
  const { code, message, kind } = answer;
  const done = kind === 'done';
  if (json) {
    printJson(io, answer);
  } else if (done) {
    io.out(`${paints(io.colour).green('done')}  ${safeText(message)}\n`);
  } else {
    const hint = kind === 'stale' ? '\n  "spillway status" shows it as it is now\n' : '\n';
    io.err(`refused${code === null ? '' : ` (${code})`}: ${safeText(message)}${hint}`);
  }
  return done ? exitCodes.done : exitCodes.failed;
}
