// Which revision an ARN starts: the latest, a version, or one of an alias's versions, by weight.
import type { Random } from '../../../kernel/random.ts';
import { isVersion, parseMachineArn } from './arns.ts';
import type { Launch } from './launch.ts';
import { type MachineRecord, type VersionRecord, versionOf } from './store.ts';

type Route = Pick<Launch, 'revision' | 'versionArn' | 'aliasArn'>;

export function route(machine: MachineRecord, arn: string, random: Random): Route {
  const { qualifier } = parseMachineArn(arn);
  if (qualifier === undefined) return { revision: machine.revision };
  if (isVersion(qualifier)) return routeTo(machine, versionOf(machine, arn));
  const alias = machine.aliases.get(qualifier);
  const drawn = random.below(100);
  let passed = 0;
  const chosen = alias?.routing.find(({ weight = 0 }) => {
    passed += weight;
    return drawn < passed;
  });
  const version = versionOf(machine, chosen?.stateMachineVersionArn ?? arn);
  return { ...routeTo(machine, version), aliasArn: alias?.arn };
}

const routeTo = (machine: MachineRecord, version: VersionRecord | undefined): Route => ({
  revision: version?.revision ?? machine.revision,
  versionArn: version?.arn,
});
