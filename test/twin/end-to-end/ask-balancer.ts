// What the tickets' load balancer does, and what others do to it.
import {
  CreateTargetGroupCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
  type Listener,
  ModifyListenerCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Twin } from '../../../twin/twin.ts';
import { NAMES } from './app.ts';

export type Weights = readonly [blue: number, green: number];

export function askBalancer(twin: Twin) {
  const balancing = twin.client(ElasticLoadBalancingV2Client);

  const arns = new Map<number, string>();

  async function listener(port: number): Promise<Listener> {
    const known = arns.get(port);
    const found = known === undefined ? await findListener(port) : await readListener(known);
    if (found.ListenerArn !== undefined) arns.set(port, found.ListenerArn);
    return found;
  }

  async function readListener(arn: string): Promise<Listener> {
    const { Listeners } = await balancing.send(
      new DescribeListenersCommand({ ListenerArns: [arn] }),
    );
    return Listeners?.[0] ?? {};
  }

  async function findListener(port: number): Promise<Listener> {
    const { LoadBalancers } = await balancing.send(
      new DescribeLoadBalancersCommand({ Names: [NAMES.loadBalancer] }),
    );
    const { LoadBalancerArn } = LoadBalancers?.[0] ?? {};
    const { Listeners } = await balancing.send(new DescribeListenersCommand({ LoadBalancerArn }));
    return Listeners?.find(({ Port }) => Port === port) ?? {};
  }

  async function groupArn(name: string): Promise<string> {
    const { TargetGroups } = await balancing.send(
      new DescribeTargetGroupsCommand({ Names: [name] }),
    );
    return TargetGroups?.[0]?.TargetGroupArn ?? '';
  }

  return {
    /** The weights of the listener's default rule. */
    async weights(port = 80): Promise<Weights> {
      const { DefaultActions } = await listener(port);
      const groups = DefaultActions?.[0]?.ForwardConfig?.TargetGroups ?? [];
      const of = (name: string) =>
        groups.find(({ TargetGroupArn }) => TargetGroupArn?.includes(`/${name}/`))?.Weight ?? 0;
      return [of(NAMES.blue), of(NAMES.green)];
    },
    /** Sets the listener's default rule, as somebody would who does not know of the deployment. */
    async forward(port: number, weights: Readonly<Record<string, number>>): Promise<void> {
      const { ListenerArn } = await listener(port);
      const TargetGroups = await Promise.all(
        Object.entries(weights).map(async ([name, Weight]) => ({
          TargetGroupArn: await groupArn(name),
          Weight,
        })),
      );
      const DefaultActions = [{ Type: 'forward' as const, ForwardConfig: { TargetGroups } }];
      await balancing.send(new ModifyListenerCommand({ ListenerArn, DefaultActions }));
    },
    async createGroup(Name: string): Promise<void> {
      await balancing.send(
        new CreateTargetGroupCommand({
          Name,
          Port: 8080,
          Protocol: 'HTTP',
          TargetType: 'ip',
          VpcId: 'vpc-1',
        }),
      );
    },
  };
}
