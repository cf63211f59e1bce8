// The shop with its service running, and what a test asks of that service.
import {
  DescribeTasksCommand,
  ListTasksCommand,
  UpdateServiceCommand,
  type UpdateServiceRequest,
} from '@aws-sdk/client-ecs';
import { openShop, type ShopOptions } from '../../support/shop.ts';

export const openWithService = async (
  options: ShopOptions,
  service: Partial<Parameters<Awaited<ReturnType<typeof openShop>>['createService']>[0]> = {},
) => {
  const shop = await openShop(options);
  await shop.createService({ taskDefinition: await shop.register('1'), ...service });
  await shop.pass(60);
  const update = (change: Partial<UpdateServiceRequest>) =>
    shop.run(
      shop.tasks.send(new UpdateServiceCommand({ cluster: 'shop', service: 'shop', ...change })),
    );
  const listTasks = async (desiredStatus: 'RUNNING' | 'STOPPED' = 'RUNNING') => {
    const { taskArns = [] } = await shop.run(
      shop.tasks.send(
        new ListTasksCommand({ cluster: 'shop', serviceName: 'shop', desiredStatus }),
      ),
    );
    if (taskArns.length === 0) return [];
    const { tasks = [] } = await shop.run(
      shop.tasks.send(new DescribeTasksCommand({ cluster: 'shop', tasks: taskArns })),
    );
    return tasks;
  };
  const messages = async () => (await shop.describe()).events?.map(({ message }) => message) ?? [];
  return { ...shop, update, listTasks, messages };
};
