// Brings one stack to what a template says: makes, updates and replaces in order, then clears away.
import { AwsError } from '../host/aws-error.ts';
import type { ResourceDeclaration } from './declaration.ts';
import type { Change, DeployedResource, DeployedStack, IgnoredResource } from './deployed-stack.ts';
import { resolveReferences } from './dynamic-references.ts';
import { AssemblyError } from './error.ts';
import { evaluate, type Names } from './intrinsics.ts';
import { createNames } from './names.ts';
import { parameterValues } from './parameters.ts';
import { type NameRules, physicalName } from './physical-name.ts';
import { changedProperties } from './properties.ts';
import type { Made, Properties, ResourceProvider } from './provider.ts';
import type { StackHost } from './stack-host.ts';
import type { Template } from './template.ts';

export interface StackPlan {
  readonly template: Template;
  readonly parameters: Readonly<Record<string, string>>;
  readonly stack: StackHost;
  readonly previous: DeployedStack | undefined;
  /** Exports of the stacks of the same region. */
  readonly exports: Map<string, unknown>;
  readonly providerOf: (type: string) => ResourceProvider | undefined;
  readonly report: DeploymentReport;
}

export interface DeploymentReport {
  changed(change: Change): void;
  ignored(resource: IgnoredResource): void;
  warn(message: string): void;
}

interface Work extends StackPlan {
  readonly names: Names;
  readonly resources: Map<string, DeployedResource>;
  /** What was replaced, oldest first: it goes once everything new stands. */
  readonly replaced: DeployedResource[];
}

export async function applyStack(plan: StackPlan): Promise<DeployedStack> {
  const { template, stack, previous, exports } = plan;
  const parameters = await parameterValues(template, plan.parameters, stack);
  const resources = new Map<string, DeployedResource>();
  const names = createNames({ template, parameters, stack, resources, exports });
  const work: Work = { ...plan, names, resources, replaced: [] };
  for (const logicalId of template.order) {
    const declaration = template.resources[logicalId];
    if (declaration !== undefined && exists(declaration.Condition, names)) {
      await applyResource(work, logicalId, declaration);
    }
  }
  await clearAway(work);
  const { outputs, exported } = evaluateOutputs(work);
  for (const name of Object.keys(previous?.exports ?? {})) exports.delete(name);
  for (const [name, value] of Object.entries(exported)) exports.set(name, value);
  return {
    name: stack.stackName,
    id: stack.stackId,
    region: stack.region,
    host: stack,
    resources,
    outputs,
    exports: exported,
  };
}

export async function deleteStack(
  stack: DeployedStack,
  plan: Pick<StackPlan, 'providerOf' | 'report'>,
): Promise<void> {
  for (const resource of [...stack.resources.values()].reverse()) {
    await remove(resource, resource.deletionPolicy, { ...plan, stack: stack.host });
  }
}

const exists = (condition: string | undefined, names: Names): boolean =>
  condition === undefined || names.condition(condition);

async function applyResource(
  work: Work,
  logicalId: string,
  declaration: ResourceDeclaration,
): Promise<void> {
  const { stack, report } = work;
  const { Type: type } = declaration;
  const ignore = (reason: string) =>
    report.ignored({ stack: stack.stackName, logicalId, type, reason });
  const provider = work.providerOf(type);
  if (provider === undefined) return ignore('the type is not simulated');
  if (provider.service !== undefined && !stack.twin.dispatcher.has(provider.service)) {
    return ignore(`this twin has no ${provider.service}`);
  }
  try {
    const properties = await evaluateProperties(work, declaration);
    work.resources.set(
      logicalId,
      await settle({ work, logicalId, declaration, provider, properties }),
    );
  } catch (cause) {
    if (cause instanceof AwsError && cause.name === 'NotImplemented') return ignore(cause.message);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AssemblyError(`${stack.stackName}/${logicalId} (${type}): ${reason}`, { cause });
  }
}

async function evaluateProperties(work: Work, { Properties }: ResourceDeclaration) {
  const evaluated = evaluate(Properties ?? {}, work.names) as Properties;
  if (!work.template.hasDynamicReferences) return evaluated;
  return (await resolveReferences(evaluated, work.stack)) as Properties;
}

interface Settlement {
  readonly work: Work;
  readonly logicalId: string;
  readonly declaration: ResourceDeclaration;
  readonly provider: ResourceProvider;
  readonly properties: Properties;
}

/** Makes, keeps, updates or replaces one resource. */
async function settle(settlement: Settlement): Promise<DeployedResource> {
  const { work, logicalId, declaration, provider, properties } = settlement;
  const before = work.previous?.resources.get(logicalId);
  if (before === undefined) {
    return finish(settlement, { action: 'create', properties: [] }, 0, await make(settlement, 0));
  }
  if (before.type !== declaration.Type) {
    throw new AssemblyError(`Update of resource type is not permitted (it was ${before.type})`);
  }
  const changed = changedProperties(before.properties, properties);
  const { generation } = before;
  if (changed.length === 0) {
    return { ...before, ...policies(declaration) };
  }
  if (changed.some((name) => provider.replaceOn.includes(name))) {
    const made = await make(settlement, generation + 1);
    work.replaced.push(before);
    return finish(settlement, { action: 'replace', properties: changed }, generation + 1, made);
  }
  const request = { ...requestOf(settlement, generation), existing: before };
  const made = (await provider.update?.(request)) ?? before;
  return finish(settlement, { action: 'update', properties: changed }, generation, made);
}

const make = async (settlement: Settlement, generation: number): Promise<Made> =>
  settlement.provider.create(requestOf(settlement, generation));

function requestOf({ work, logicalId, properties }: Settlement, generation: number) {
  const { stack } = work;
  const owner = { stackName: stack.stackName, logicalId, generation };
  return { logicalId, properties, stack, name: (rules?: NameRules) => physicalName(owner, rules) };
}

function finish(
  { work, logicalId, declaration, properties }: Settlement,
  change: Pick<Change, 'action' | 'properties'>,
  generation: number,
  { physicalId, attributes = {} }: Made,
): DeployedResource {
  const { Type: type } = declaration;
  const stack = work.stack.stackName;
  work.report.changed({ stack, logicalId, type, physicalId, ...change });
  return {
    logicalId,
    type,
    physicalId,
    attributes,
    properties,
    generation,
    ...policies(declaration),
  };
}

const policies = ({ DeletionPolicy, UpdateReplacePolicy }: ResourceDeclaration) => ({
  deletionPolicy: DeletionPolicy ?? 'Delete',
  updateReplacePolicy: UpdateReplacePolicy ?? 'Delete',
});

/** Removes what was replaced and what the template no longer has, last made first. */
async function clearAway(work: Work): Promise<void> {
  for (const resource of [...work.replaced].reverse()) {
    await remove(resource, resource.updateReplacePolicy, work);
  }
  const gone = [...(work.previous?.resources.values() ?? [])].filter(
    ({ logicalId }) => !work.resources.has(logicalId),
  );
  for (const resource of gone.reverse()) await remove(resource, resource.deletionPolicy, work);
}

async function remove(
  resource: DeployedResource,
  policy: string,
  { stack, providerOf, report }: Pick<StackPlan, 'stack' | 'providerOf' | 'report'>,
): Promise<void> {
  const { logicalId, type, physicalId } = resource;
  const keep = policy === 'Retain';
  if (!keep) await unlessGone(providerOf(type)?.delete?.(resource, stack));
  report.changed({
    stack: stack.stackName,
    logicalId,
    type,
    physicalId,
    action: keep ? 'retain' : 'delete',
    properties: [],
  });
}

/** What somebody else has already deleted counts as deleted. */
async function unlessGone(deletion: Promise<void> | undefined): Promise<void> {
  try {
    await deletion;
  } catch (error) {
    const isGone = error instanceof AwsError && /NotFound|NotExist|NonExistent/.test(error.name);
    if (!isGone) throw error;
  }
}

function evaluateOutputs({ template, names, report, stack }: Work) {
  const outputs: Record<string, string> = {};
  const exported: Record<string, string> = {};
  for (const [name, output] of Object.entries(template.outputs)) {
    if (!exists(output.Condition, names)) continue;
    try {
      const value = String(evaluate(output.Value, names));
      outputs[name] = value;
      if (output.Export !== undefined)
        exported[String(evaluate(output.Export.Name, names))] = value;
    } catch (error) {
      if (!(error instanceof AssemblyError)) throw error;
      report.warn(`${stack.stackName}: the output ${name} is left out: ${error.message}`);
    }
  }
  return { outputs, exported };
}
