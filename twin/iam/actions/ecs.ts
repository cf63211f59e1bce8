// ECS: clusters, services, task sets and tasks are resources; task definitions are when registered.
import type * as Sdk from '@aws-sdk/client-ecs';
import { defineActions, each, isArn, passes, requestTags, type Scope, tagMap } from './table.ts';

const TASKS = 'ecs-tasks.amazonaws.com';
const ECS = 'ecs.amazonaws.com';

interface InCluster {
  readonly cluster?: string | undefined;
}

const clusterName = (cluster: string | undefined): string =>
  (cluster ?? 'default').split('/').at(-1) ?? 'default';

const clusterArn = (cluster: string | undefined, at: Scope): string =>
  at.arn('ecs', `cluster/${clusterName(cluster)}`);

const clusterKey = ({ cluster }: InCluster, at: Scope) => ({
  'ecs:cluster': clusterArn(cluster, at),
});

/** The ARN of something inside a cluster, from its name or from its ARN. */
const inside = (kind: string, name: string | undefined, { cluster }: InCluster, at: Scope) =>
  isArn(name) ? name : at.arn('ecs', `${kind}/${clusterName(cluster)}/${name}`);

const serviceName = (service: string | undefined): string => service?.split('/').at(-1) ?? '';

export const onService = (
  input: InCluster & { readonly service?: string | undefined },
  at: Scope,
) => ({
  on: [inside('service', input.service, input, at)],
  keys: clusterKey(input, at),
});

const onTaskSet = (
  input: InCluster & {
    readonly service?: string | undefined;
    readonly taskSet?: string | undefined;
  },
  at: Scope,
) => ({
  on: [inside('task-set', `${serviceName(input.service)}/${input.taskSet}`, input, at)],
  keys: clusterKey(input, at),
});

const onTask = (input: InCluster & { readonly task?: string | undefined }, at: Scope) => ({
  on: [inside('task', input.task, input, at)],
  keys: clusterKey(input, at),
});

const inCluster = (input: InCluster, at: Scope) => ({ keys: clusterKey(input, at) });

const definitionArn = (definition: string | undefined, at: Scope): string =>
  isArn(definition) ? definition : at.arn('ecs', `task-definition/${definition}`);

interface BehindLoadBalancers {
  readonly loadBalancers?:
    | readonly {
        readonly advancedConfiguration?: { readonly roleArn?: string | undefined } | undefined;
      }[]
    | undefined;
}

const loadBalancerRoles = ({ loadBalancers }: BehindLoadBalancers) =>
  passes(ECS, ...(loadBalancers ?? []).map((each) => each.advancedConfiguration?.roleArn));

export const ecsActions = defineActions<typeof Sdk>()('ecs', {
  ...each(['DeleteService', 'ListServiceDeployments', 'UpdateServicePrimaryTaskSet'], onService),
  ...each(['UpdateTaskSet', 'DeleteTaskSet'], onTaskSet),
  ...each(['ListServices', 'ListTasks'], inCluster),
  StopTask: onTask,
  DescribeClusters: ({ clusters }, at) => ({
    on: (clusters ?? ['default']).map((cluster) => clusterArn(cluster, at)),
  }),
  ...each(
    ['UpdateCluster', 'DeleteCluster', 'PutClusterCapacityProviders'],
    (input: InCluster, at) => ({
      on: [clusterArn(input.cluster, at)],
    }),
  ),
  DescribeServices: (input, at) => ({
    on: (input.services ?? []).map((service) => inside('service', service, input, at)),
    keys: clusterKey(input, at),
  }),
  DescribeTasks: (input, at) => ({
    on: (input.tasks ?? []).map((task) => inside('task', task, input, at)),
    keys: clusterKey(input, at),
  }),
  CreateService: (input, at) => [
    onService({ ...input, service: input.serviceName }, at),
    ...passes(ECS, input.role),
    ...loadBalancerRoles(input),
  ],
  UpdateService: (input, at) => [onService(input, at), ...loadBalancerRoles(input)],
  // Listed without a resource, but with the keys of cluster, service and task definition.
  CreateTaskSet: (input, at) => ({
    keys: {
      ...clusterKey(input, at),
      'ecs:service': inside('service', input.service, input, at),
      'ecs:task-definition': definitionArn(input.taskDefinition, at),
    },
  }),
  DescribeTaskSets: (input, at) => ({
    on: (input.taskSets ?? ['*']).map((set) =>
      isArn(set) ? set : inside('task-set', `${serviceName(input.service)}/${set}`, input, at),
    ),
    keys: clusterKey(input, at),
  }),
  RegisterTaskDefinition: (input, at) => {
    // A recorded refusal to tag names the family alone; the reference, revisions. What is allowed on both works.
    const family = at.arn('ecs', `task-definition/${input.family}`);
    const tags = requestTags(tagMap(input.tags));
    const tagging = { action: 'ecs:TagResource', on: [family, `${family}:*`], keys: tags };
    return [
      // The reference lists task definitions by now; recorded refusals name "*".
      { keys: tags },
      ...(input.tags === undefined || input.tags.length === 0 ? [] : [tagging]),
      ...passes(TASKS, input.taskRoleArn, input.executionRoleArn),
    ];
  },
  DeleteTaskDefinitions: ({ taskDefinitions }, at) => ({
    on: (taskDefinitions ?? []).map((definition) => definitionArn(definition, at)),
  }),
  RunTask: (input, at) => [
    { on: [definitionArn(input.taskDefinition, at)], keys: clusterKey(input, at) },
    ...passes(TASKS, input.overrides?.taskRoleArn, input.overrides?.executionRoleArn),
  ],
  DescribeServiceDeployments: ({ serviceDeploymentArns }) => ({ on: serviceDeploymentArns ?? [] }),
  StopServiceDeployment: ({ serviceDeploymentArn }) => ({ on: [serviceDeploymentArn ?? '*'] }),
  ContinueServiceDeployment: ({ serviceDeploymentArn }) => ({ on: [serviceDeploymentArn ?? '*'] }),
  DescribeServiceRevisions: ({ serviceRevisionArns }) => ({ on: serviceRevisionArns ?? [] }),
});
