// Deploys a whole assembly on a twin, and later brings it up to date or takes it away.
import type { Iam } from '../iam/index.ts';
import { DEFAULT_REGION, type Twin } from '../twin.ts';
import { applyStack, type DeploymentReport, deleteStack } from './apply-stack.ts';
import type { Assembly, StackArtifact } from './assembly.ts';
import type { Change, DeployedStack, IgnoredResource } from './deployed-stack.ts';
import { AssemblyError } from './error.ts';
import type { ResourceProvider } from './provider.ts';
import { providerFor } from './resources/index.ts';
import { nestedStackProvider } from './resources/nested-stack.ts';
import { createStackHost, type StackHost, type Wait } from './stack-host.ts';
import { newStackId } from './stack-id.ts';
import { waitFor } from './wait.ts';

export interface DeployOptions {
  /** Where roles and policies go. */
  readonly iam: Pick<Iam, 'roles'>;
  /** For stacks that may go anywhere. */
  readonly region?: string;
  /** Parameters by stack name. */
  readonly parameters?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Waits, as CloudFormation does, until services run all their tasks. */
  readonly steady?: boolean;
}

export interface Deployment {
  readonly stacks: readonly DeployedStack[];
  readonly changes: readonly Change[];
  readonly ignored: readonly IgnoredResource[];
  readonly warnings: readonly string[];
  /** The stack of that name; the first, where several regions have one. */
  stack(name: string): DeployedStack;
  /** Brings the stacks to what another assembly says. This deployment is history afterwards. */
  update(assembly: Assembly): Promise<Deployment>;
  destroy(): Promise<Deployment>;
}

/**
 * Takes no more virtual time than services need before they can be used (a table, two seconds):
 * CloudFormation's own minutes are not what a twin is asked about.
 */
export function deployAssembly(
  twin: Twin,
  assembly: Assembly,
  options: DeployOptions,
): Promise<Deployment> {
  const nothing = { stacks: new Map(), nested: new Map(), exports: new Map() };
  return twin.pump.runUntil(deploy({ twin, options, ...nothing }, assembly));
}

/** What outlives a single deployment. */
interface World {
  readonly twin: Twin;
  readonly options: DeployOptions;
  readonly stacks: ReadonlyMap<string, DeployedStack>;
  /** Stacks within stacks, by id. */
  readonly nested: Map<string, DeployedStack>;
  /** By region. */
  readonly exports: Map<string, Map<string, unknown>>;
}

async function deploy(world: World, assembly: Assembly): Promise<Deployment> {
  const log = createLog();
  const providerOf = providersOf(world, log);
  const stacks = new Map<string, DeployedStack>();
  for (const artifact of assembly.stacks) {
    const host = hostFor(world, artifact, log);
    const key = `${artifact.stackName}@${host.region}`;
    const deployed = await applyStack({
      template: artifact.template,
      parameters: world.options.parameters?.[artifact.stackName] ?? {},
      stack: host,
      previous: world.stacks.get(key),
      exports: exportsOf(world, host.region),
      providerOf,
      report: log,
    });
    stacks.set(key, deployed);
  }
  const gone = [...world.stacks].filter(([key]) => !stacks.has(key)).map(([, stack]) => stack);
  for (const stack of gone.reverse()) await deleteStack(stack, { providerOf, report: log });
  await Promise.all(log.waits.map((wait) => waitFor(world.twin.clock, wait)));
  const after: World = { ...world, stacks };
  return {
    stacks: [...stacks.values()],
    changes: log.changes,
    ignored: log.ignoredResources,
    warnings: log.warnings,
    stack: (name) => find(stacks, name),
    update: (next) => world.twin.pump.runUntil(deploy(after, next)),
    destroy: () => world.twin.pump.runUntil(deploy(after, { ...assembly, stacks: [] })),
  };
}

function providersOf(world: World, report: DeploymentReport) {
  const providerOf = (type: string): ResourceProvider | undefined =>
    type === nestedStack.type ? nestedStack : providerFor(type);
  const nestedStack: ResourceProvider = nestedStackProvider({
    stacks: world.nested,
    exportsOf: (region) => exportsOf(world, region),
    providerOf,
    report,
  });
  return providerOf;
}

function hostFor(world: World, artifact: StackArtifact, log: DeploymentLog): StackHost {
  const { twin, options } = world;
  const { stackName, account, assets } = artifact;
  if (account !== undefined && account !== twin.account) {
    const reason = `is for account ${account}, but this twin is ${twin.account}`;
    throw new AssemblyError(`the stack ${artifact.id} ${reason}`);
  }
  const region = artifact.region ?? options.region ?? DEFAULT_REGION;
  const before = world.stacks.get(`${stackName}@${region}`);
  return createStackHost({
    twin,
    region,
    stackName,
    assets,
    roles: options.iam.roles,
    stackId: before?.id ?? newStackId(twin, region, stackName),
    warn: (message) => log.warn(`${stackName}: ${message}`),
    waitUntil: (wait) => log.waits.push(wait),
    steady: options.steady ?? false,
  });
}

function find(stacks: ReadonlyMap<string, DeployedStack>, name: string): DeployedStack {
  const found = [...stacks.values()].find((stack) => stack.name === name);
  if (found === undefined) throw new AssemblyError(`there is no stack ${name}`);
  return found;
}

function exportsOf({ exports }: World, region: string): Map<string, unknown> {
  const known = exports.get(region) ?? new Map<string, unknown>();
  exports.set(region, known);
  return known;
}

interface DeploymentLog extends DeploymentReport {
  readonly changes: Change[];
  readonly ignoredResources: IgnoredResource[];
  readonly warnings: string[];
  readonly waits: Wait[];
}

function createLog(): DeploymentLog {
  const changes: Change[] = [];
  const ignoredResources: IgnoredResource[] = [];
  const warnings: string[] = [];
  return {
    changes,
    ignoredResources,
    warnings,
    waits: [],
    changed: (change) => changes.push(change),
    ignored: (resource) => ignoredResources.push(resource),
    warn: (message) => warnings.push(message),
  };
}
