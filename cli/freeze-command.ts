/** Freezing and unfreezing: services, environments, or everything. */
import type { FreezeAction } from '../core/contract/decision.ts';
import { readArguments } from './arguments.ts';
import { UsageError } from './command.ts';
import { send } from './decision-command.ts';
import { type RemoteCommand, remoteCommand } from './remote-command.ts';

interface Words {
  readonly action: FreezeAction;
  readonly summary: string;
  readonly effect: string;
}

const NAME = /^(\*|[A-Za-z0-9][A-Za-z0-9-]*)$/;

export function freezeCommand({ action, summary, effect }: Words): RemoteCommand {
  return remoteCommand({
    name: action,
    summary,
    usage: `Usage: spillway ${action} SERVICE|--all [--environment NAME] [--reason TEXT] [--json]

  SERVICE             a service
  --all               every service
  --environment NAME  only in this environment; in all of them if not given
  --reason TEXT       shown to everybody who waits
  --json              print {"kind": "done"|"stale"|"refused", "message", "code"}

${effect}`,
    examples: [
      `spillway ${action} --all --environment production --reason "end of the quarter"`,
      `spillway ${action} auth-service`,
    ],
    async run(args, io, open) {
      const { values, positionals } = readArguments(args, {
        all: { type: 'boolean', default: false },
        environment: { type: 'string', default: '*' },
        reason: { type: 'string', default: 'no reason given' },
        json: { type: 'boolean', default: false },
      });
      if (positionals.length > 1 || (positionals.length === 1) === values.all) {
        throw new UsageError('name one service, or --all');
      }
      const service = positionals[0] ?? '*';
      const { environment, reason } = values;
      for (const name of [service, environment]) {
        if (!NAME.test(name)) throw new UsageError(`"${name}" is not a name`);
      }
      const decision = { kind: 'freeze', action, service, environment, reason } as const;
      return send(await open(), decision, io, values.json);
    },
  });
}
