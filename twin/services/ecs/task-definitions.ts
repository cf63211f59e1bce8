// Task definitions: families of numbered revisions that never change.
import type { ContainerDefinition, Tag, TaskDefinition } from '@aws-sdk/client-ecs';
import type { Caller } from '../../host/caller.ts';
import type { Operations } from '../../host/operations.ts';
import type { Ecs, Sdk } from './ecs.ts';
import { clientError, invalid, lookUpRevision } from './errors.ts';
import { page } from './paging.ts';
import type { Revision } from './state.ts';

type TaskDefinitionOperations = Pick<
  Operations<Sdk>,
  | 'RegisterTaskDefinition'
  | 'DeregisterTaskDefinition'
  | 'DescribeTaskDefinition'
  | 'ListTaskDefinitions'
  | 'ListTaskDefinitionFamilies'
>;

export const createTaskDefinitionOperations = (ecs: Ecs): TaskDefinitionOperations => ({
  RegisterTaskDefinition({ tags = [], family = '', ...input }, { caller }) {
    check({ ...input, family });
    checkTags(tags, caller);
    const revisions = ecs.state.families.get(family) ?? [];
    const revision = revisions.length + 1;
    const arn = ecs.host.arn('ecs', `task-definition/${family}:${revision}`);
    const definition: TaskDefinition = {
      ...input,
      family,
      revision,
      taskDefinitionArn: arn,
      containerDefinitions: (input.containerDefinitions ?? []).map(withDefaults),
      compatibilities: ['EC2', ...(input.networkMode === 'awsvpc' ? ['FARGATE' as const] : [])],
      volumes: input.volumes ?? [],
      placementConstraints: input.placementConstraints ?? [],
      registeredAt: ecs.host.clock.date(),
      registeredBy: caller.arn,
    };
    const registered: Revision = {
      arn,
      family,
      revision,
      definition,
      status: 'ACTIVE',
      deregisteredAt: undefined,
    };
    ecs.state.families.set(family, [...revisions, registered]);
    ecs.state.tags.set(arn, tags);
    return { taskDefinition: describe(registered), tags };
  },

  DeregisterTaskDefinition({ taskDefinition = '' }) {
    const revision = lookUpRevision(ecs, taskDefinition);
    if (revision === undefined || !/:\d+$/.test(taskDefinition))
      throw clientError('The specified task definition does not exist.');
    if (revision.status === 'ACTIVE') revision.deregisteredAt = ecs.host.clock.date();
    revision.status = 'INACTIVE';
    return { taskDefinition: describe(revision) };
  },

  DescribeTaskDefinition({ taskDefinition = '', include }) {
    const revision = lookUpRevision(ecs, taskDefinition);
    if (revision === undefined) throw clientError('Unable to describe task definition.');
    const tags = include?.includes('TAGS') ? [...(ecs.state.tags.get(revision.arn) ?? [])] : [];
    return { taskDefinition: describe(revision), tags };
  },

  ListTaskDefinitions({ familyPrefix, status = 'ACTIVE', sort = 'ASC', ...asked }) {
    const families = [...ecs.state.families.keys()].sort();
    const arns = families
      .filter((family) => familyPrefix === undefined || family === familyPrefix)
      .flatMap((family) => ecs.state.families.get(family) ?? [])
      .filter((revision) => revision.status === status)
      .map(({ arn }) => arn);
    const { items, next } = page(sort === 'DESC' ? arns.reverse() : arns, asked);
    return { taskDefinitionArns: items, ...next };
  },

  ListTaskDefinitionFamilies({ familyPrefix = '', status = 'ACTIVE', ...asked }) {
    const families = [...ecs.state.families]
      .filter(([family]) => family.startsWith(familyPrefix))
      .filter(([, revisions]) => {
        const active = revisions.some((revision) => revision.status === 'ACTIVE');
        return status === 'ALL' || active === (status === 'ACTIVE');
      })
      .map(([family]) => family);
    const { items, next } = page(families.sort(), asked);
    return { families: items, ...next };
  },
});

function check(input: {
  family: string;
  containerDefinitions: readonly ContainerDefinition[] | undefined;
  requiresCompatibilities?: readonly string[] | undefined;
  networkMode?: string | undefined;
  cpu?: string | undefined;
  memory?: string | undefined;
}): void {
  const { family, containerDefinitions = [] } = input;
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(family))
    throw clientError(
      'Family should not be longer than 255 characters and contain only letters, numbers, hyphens and underscores.',
    );
  if (containerDefinitions.length === 0) throw clientError('Container list cannot be empty.');
  if (containerDefinitions.some(({ image }) => !image))
    throw clientError('Container.image should not be null or empty.');
  if (!input.requiresCompatibilities?.includes('FARGATE')) return;
  if (input.networkMode !== 'awsvpc')
    throw clientError('Fargate only supports network mode ‘awsvpc’.');
  if (input.cpu === undefined || input.memory === undefined)
    throw clientError('Fargate requires that ‘cpu’ and ‘memory’ be defined at the task level.');
}

/** CloudFormation says with such tags what it has made. */
function checkTags(tags: readonly Tag[], { arn }: Caller): void {
  if (tags.length > TAGS_MAX) throw invalid(`You can have at most ${TAGS_MAX} tags.`);
  const reserved = tags.some(({ key = '' }) => key.startsWith('aws:'));
  if (reserved && !arn.endsWith('/AWSCloudFormation'))
    throw invalid("Tags that begin with 'aws:' are reserved for AWS.");
}

const TAGS_MAX = 50;

const withDefaults = (container: ContainerDefinition): ContainerDefinition => ({
  cpu: 0,
  portMappings: [],
  essential: true,
  environment: [],
  mountPoints: [],
  volumesFrom: [],
  ...container,
});

const describe = ({ definition, status, deregisteredAt }: Revision): TaskDefinition => ({
  ...definition,
  status,
  deregisteredAt,
});
