// AWS::ApplicationAutoScaling::ScalableTarget
import type * as Sdk from '@aws-sdk/client-application-auto-scaling';
import { objects, omit, pick, required } from '../../properties.ts';
import type { Properties, ResourceProvider } from '../../provider.ts';
import { callsOf, type StackHost } from '../../stack-host.ts';

const scaling = callsOf<typeof Sdk>('application-autoscaling');

const IDENTITY = ['ResourceId', 'ScalableDimension', 'ServiceNamespace'];

export const scalableTarget: ResourceProvider = {
  type: 'AWS::ApplicationAutoScaling::ScalableTarget',
  service: 'application-autoscaling',
  replaceOn: IDENTITY,
  async create({ properties, stack }) {
    await put(properties, stack);
    const id = IDENTITY.map((name) => required(properties, name)).join('|');
    return { physicalId: id, attributes: { Id: id } };
  },
  async update({ properties, stack }) {
    await put(properties, stack);
    return undefined;
  },
  async delete({ properties }, stack) {
    await scaling(stack, 'DeregisterScalableTarget', pick(properties, ...IDENTITY));
  },
};

async function put(properties: Properties, stack: StackHost): Promise<void> {
  await scaling(stack, 'RegisterScalableTarget', omit(properties, 'ScheduledActions'));
  for (const action of objects(properties, 'ScheduledActions')) {
    await stack.attempt('application-autoscaling', 'PutScheduledAction', {
      ...pick(properties, ...IDENTITY),
      ...action,
    });
  }
}
