// AWS::Events::Rule
import type * as Sdk from '@aws-sdk/client-eventbridge';
import { objects, omit, required, text } from '../../properties.ts';
import type { Properties, ResourceProvider } from '../../provider.ts';
import { callsOf, type StackHost } from '../../stack-host.ts';

const events = callsOf<typeof Sdk>('events');

const NAME_LENGTH_MAX = 64;

export const rule: ResourceProvider = {
  type: 'AWS::Events::Rule',
  service: 'events',
  replaceOn: ['Name', 'EventBusName'],
  async create({ properties, stack, name }) {
    const rule = text(properties, 'Name') ?? name({ lengthMax: NAME_LENGTH_MAX });
    const arn = await put(stack, rule, properties);
    const bus = text(properties, 'EventBusName') ?? 'default';
    // Ref gives the bus as well, where it is not the default one.
    const physicalId = bus === 'default' ? rule : `${bus.split('/').at(-1)}|${rule}`;
    return { physicalId, attributes: { Arn: arn } };
  },
  async update({ properties, stack, existing }) {
    const rule = ruleName(existing.physicalId);
    const kept = new Set(targetIds(properties));
    const gone = targetIds(existing.properties).filter((id) => !kept.has(id));
    await removeTargets(stack, { rule, properties, ids: gone });
    await put(stack, rule, properties);
    return undefined;
  },
  async delete({ physicalId, properties }, stack) {
    const rule = ruleName(physicalId);
    await removeTargets(stack, { rule, properties, ids: targetIds(properties) });
    const EventBusName = properties['EventBusName'];
    await events(stack, 'DeleteRule', { Name: rule, EventBusName });
  },
};

const ruleName = (physicalId: string): string => physicalId.split('|').at(-1) ?? physicalId;

const targetIds = (properties: Properties): readonly string[] =>
  objects(properties, 'Targets').map((target) => required(target, 'Id'));

async function put(stack: StackHost, rule: string, properties: Properties): Promise<string> {
  const { EventBusName } = properties;
  const settings = omit(properties, 'Targets', 'Name');
  const { RuleArn = '' } = await events(stack, 'PutRule', { ...settings, Name: rule });
  const Targets = objects(properties, 'Targets');
  if (Targets.length > 0) {
    const answer = await events(stack, 'PutTargets', { Rule: rule, EventBusName, Targets });
    const [failed] = answer.FailedEntries ?? [];
    if (failed !== undefined) throw new Error(`${failed.TargetId}: ${failed.ErrorMessage}`);
  }
  return RuleArn;
}

async function removeTargets(
  stack: StackHost,
  { rule, properties, ids }: { rule: string; properties: Properties; ids: readonly string[] },
): Promise<void> {
  if (ids.length === 0) return;
  const { EventBusName } = properties;
  await events(stack, 'RemoveTargets', { Rule: rule, EventBusName, Ids: ids });
}
