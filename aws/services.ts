// ECS: what a service runs, and the task definition of a release, made from the family's last one by digest.
import {
  type ContainerDefinition,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  type DescribeTaskDefinitionCommandOutput,
  ECSClient,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
  type Service,
  type Tag,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import { errorNames } from '../core/contract/error-names.ts';
import type { Site } from '../core/contract/site.ts';
import type { Architecture } from '../core/spec/spec.ts';
import { clientSettings } from './client-settings.ts';
import { Failure, isNamed } from './failure.ts';

export interface ServiceView {
  readonly desiredCount: number;
  readonly runningCount: number;
  /** The task definition that serves: of the primary deployment, or the primary task set. */
  readonly taskDefinitionArn: string;
  readonly taskSetCount: number;
  readonly rolloutState: string;
  readonly rolloutReason: string;
  /** What ECS says of a task that it could not place; empty where it could place the last one. */
  readonly unplaced: string;
}

export interface TaskDefinitionView {
  readonly arn: string;
  readonly active: boolean;
  readonly image: string;
  readonly architecture: Architecture;
}

export interface Services {
  view(site: Site): Promise<ServiceView>;
  /** Undefined where there is none of that ARN. */
  taskDefinition(arn: string, containerName: string): Promise<TaskDefinitionView | undefined>;
  /** A revision that differs from the template only in the image. Undefined where it would not differ at all. */
  register(options: {
    /** A family stands for its newest revision. */
    template: string;
    /** In which containers. */
    replaces: (container: { readonly name: string; readonly image: string }) => boolean;
    image: string;
    releaseId: string;
  }): Promise<string | undefined>;
}

export function openServices(client = new ECSClient(clientSettings())): Services {
  async function describe(
    taskDefinition: string,
  ): Promise<Pick<DescribeTaskDefinitionCommandOutput, 'taskDefinition' | 'tags'>> {
    try {
      return await client.send(
        new DescribeTaskDefinitionCommand({ taskDefinition, include: ['TAGS'] }),
      );
    } catch (error) {
      if (isNamed(error, 'ClientException')) return {};
      throw error;
    }
  }

  return {
    async view(site) {
      const { services = [] } = await client.send(
        new DescribeServicesCommand({ cluster: site.clusterName, services: [site.serviceName] }),
      );
      const [service] = services;
      if (service === undefined || service.status !== 'ACTIVE') {
        throw new Failure(
          errorNames.preflightFailed,
          `the ECS service ${site.serviceName} is not there`,
        );
      }
      return toView(service);
    },
    async taskDefinition(arn, containerName) {
      const { taskDefinition: found } = await describe(arn);
      const container = found?.containerDefinitions?.find((each) => each.name === containerName);
      if (found === undefined) return undefined;
      return {
        arn,
        active: found.status === 'ACTIVE',
        image: container?.image ?? '',
        // What ECS takes where nothing is said.
        architecture: found.runtimePlatform?.cpuArchitecture === 'ARM64' ? 'arm64' : 'x86_64',
      };
    },
    async register({ template: named, replaces, image, releaseId }) {
      const { taskDefinition: template, tags = [] } = await describe(named);
      if (template === undefined) {
        throw new Failure(errorNames.preflightFailed, `there is no task definition ${named}`);
      }
      const { containerDefinitions = [] } = template;
      const isReplaced = (container: ContainerDefinition) =>
        replaces({ name: container.name ?? '', image: container.image ?? '' });
      if (!containerDefinitions.some(isReplaced)) return undefined;
      const command = new RegisterTaskDefinitionCommand({
        ...copied(template),
        family: template.family,
        containerDefinitions: containerDefinitions.map((container) =>
          isReplaced(container) ? { ...container, image } : container,
        ),
        tags: labelled(tags, releaseId),
      });
      const { taskDefinition } = await client.send(command);
      return taskDefinition?.taskDefinitionArn;
    },
  };
}

function toView(service: Service): ServiceView {
  const primarySet = service.taskSets?.find((set) => set.status === 'PRIMARY');
  const primary = service.deployments?.find((deployment) => deployment.status === 'PRIMARY');
  return {
    desiredCount: service.desiredCount ?? 0,
    runningCount: service.runningCount ?? 0,
    taskDefinitionArn:
      primarySet?.taskDefinition ?? primary?.taskDefinition ?? service.taskDefinition ?? '',
    taskSetCount: service.taskSets?.length ?? 0,
    rolloutState: primary?.rolloutState ?? '',
    rolloutReason: primary?.rolloutStateReason ?? '',
    unplaced: unplacedIn(service),
  };
}

/** The newest event comes first. */
function unplacedIn({ events = [] }: Service): string {
  const placing = events.find(({ message = '' }) => /has started|unable to place/.test(message));
  const { message = '' } = placing ?? {};
  return message.includes('unable to place') ? message : '';
}

const OWN_TAG = 'spillway:release';
const TAGS_MAX = 50;

/** Costs are told apart by tags: those of the template come first where there is no room for one more. */
const labelled = (tags: readonly Tag[], releaseId: string): Tag[] => {
  // Those of AWS itself, CloudFormation's among them, nobody else may set.
  const theirs = tags.filter(({ key = '' }) => key !== OWN_TAG && !key.startsWith('aws:'));
  return [...theirs, { key: OWN_TAG, value: releaseId }].slice(0, TAGS_MAX);
};

type Settable = Exclude<
  keyof RegisterTaskDefinitionCommandInput,
  'family' | 'containerDefinitions' | 'tags'
>;

/** What a new revision takes over: everything that one may set, and nothing that AWS adds. */
const copied = (template: TaskDefinition) =>
  ({
    taskRoleArn: template.taskRoleArn,
    executionRoleArn: template.executionRoleArn,
    networkMode: template.networkMode,
    volumes: template.volumes,
    placementConstraints: template.placementConstraints,
    requiresCompatibilities: template.requiresCompatibilities,
    cpu: template.cpu,
    memory: template.memory,
    pidMode: template.pidMode,
    ipcMode: template.ipcMode,
    runtimePlatform: template.runtimePlatform,
    ephemeralStorage: template.ephemeralStorage,
    proxyConfiguration: template.proxyConfiguration,
    inferenceAccelerators: template.inferenceAccelerators,
    enableFaultInjection: template.enableFaultInjection,
  }) satisfies Record<Settable, unknown>;
