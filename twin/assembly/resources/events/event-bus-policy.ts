// AWS::Events::EventBusPolicy: one statement among those of its bus.
import type * as Sdk from '@aws-sdk/client-eventbridge';
import { many, readDocument } from '../../../iam/document.ts';
import { object, required, text } from '../../properties.ts';
import type { Properties, ResourceProvider } from '../../provider.ts';
import { callsOf, type StackHost } from '../../stack-host.ts';

const events = callsOf<typeof Sdk>('events');

export const eventBusPolicy: ResourceProvider = {
  type: 'AWS::Events::EventBusPolicy',
  service: 'events',
  replaceOn: ['EventBusName', 'StatementId'],
  async create({ properties, stack, name }) {
    await put(properties, stack);
    return { physicalId: name() };
  },
  async update({ properties, stack }) {
    await put(properties, stack);
    return undefined;
  },
  async delete({ properties }, stack) {
    const { EventBusName, StatementId } = properties;
    await events(stack, 'RemovePermission', { EventBusName, StatementId });
  },
};

async function put(properties: Properties, stack: StackHost): Promise<void> {
  const statement = object(properties, 'Statement');
  if (statement === undefined) {
    await events(stack, 'PutPermission', properties);
    return;
  }
  // The API takes a whole policy, so the other statements of the bus are written again.
  const EventBusName = text(properties, 'EventBusName') ?? 'default';
  const Sid = required(properties, 'StatementId');
  const { Policy } = await events(stack, 'DescribeEventBus', { Name: EventBusName });
  const others = Policy === undefined ? [] : many(readDocument(Policy).Statement);
  const Statement = [...others.filter((each) => each.Sid !== Sid), { ...statement, Sid }];
  await events(stack, 'PutPermission', {
    EventBusName,
    Policy: { Version: '2012-10-17', Statement },
  });
}
