// AWS::ECS::Service. CloudFormation would wait for a steady state; here the tasks start when time passes.
import type * as Sdk from '@aws-sdk/client-ecs';
import { AssemblyError } from '../../error.ts';
import { changedProperties, omit, pick, text } from '../../properties.ts';
import type { ResourceProvider } from '../../provider.ts';
import { callsOf, type StackHost } from '../../stack-host.ts';

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

const POLL_MS = 5000;
const POLLS_MAX = 720;

/** Here CloudFormation must wait: a cluster with running tasks cannot be deleted. */
async function drained(stack: StackHost, which: object): Promise<void> {
  for (let poll = 0; poll < POLLS_MAX; poll += 1) {
    const { services: [found] = [] } = await ecs(stack, 'DescribeServices', which);
    if (found === undefined || found.status === 'INACTIVE') return;
    await stack.twin.clock.sleep(POLL_MS);
  }
  throw new AssemblyError('Exceeded attempts to wait: the service does not drain');
}
