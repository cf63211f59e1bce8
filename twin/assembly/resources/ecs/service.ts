// AWS::ECS::Service. Its tasks start when time passes; only a deployment that is asked to waits for them.
import type * as Sdk from '@aws-sdk/client-ecs';
import { changedProperties, omit, pick, text } from '../../properties.ts';
import type { ResourceProvider } from '../../provider.ts';
import { callsOf, type StackHost } from '../../stack-host.ts';
import { waitFor } from '../../wait.ts';

const ecs = callsOf<typeof Sdk>('ecs');

export const service: ResourceProvider = {
  type: 'AWS::ECS::Service',
  service: 'ecs',
  replaceOn: [
    'Cluster',
    'DeploymentController',
    'LaunchType',
    'Role',
    'SchedulingStrategy',
    'ServiceName',
  ],
  async create({ properties, stack, name }) {
    const serviceName = text(properties, 'ServiceName') ?? name();
    const made = await ecs(stack, 'CreateService', {
      ...omit(properties, 'ServiceName'),
      serviceName,
    });
    const arn = made.service?.serviceArn ?? '';
    waitUntilSteady(stack, { cluster: properties['Cluster'], services: [arn] });
    return { physicalId: arn, attributes: { Name: serviceName, ServiceArn: arn } };
  },
  async update({ properties, stack, existing }) {
    const changed = changedProperties(existing.properties, properties);
    const settings = omit(pick(properties, ...changed), 'Tags');
    if (Object.keys(settings).length === 0) return undefined;
    await ecs(stack, 'UpdateService', {
      ...settings,
      cluster: properties['Cluster'],
      service: existing.physicalId,
    });
    return undefined;
  },
  async delete({ physicalId, properties }, stack) {
    const { Cluster: cluster } = properties;
    await ecs(stack, 'DeleteService', { cluster, service: physicalId, force: true });
    await drained(stack, { cluster, services: [physicalId] });
  },
};

/** Here CloudFormation must wait: a cluster with running tasks cannot be deleted. */
const drained = (stack: StackHost, which: object): Promise<void> =>
  waitFor(stack.twin.clock, {
    what: 'the service does not drain',
    async isOver() {
      const { services: [found] = [] } = await ecs(stack, 'DescribeServices', which);
      return found === undefined || found.status === 'INACTIVE';
    },
  });

function waitUntilSteady(stack: StackHost, which: object): void {
  if (!stack.steady) return;
  stack.waitUntil({
    what: 'the service does not stabilise',
    async isOver() {
      const { services: [found] = [] } = await ecs(stack, 'DescribeServices', which);
      return found?.runningCount === found?.desiredCount && found?.pendingCount === 0;
    },
  });
}
