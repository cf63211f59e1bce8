// AWS::CloudFormation::Stack: a stack within a stack, with its own template among the assembly's files.
import { applyStack, type DeploymentReport, deleteStack } from '../apply-stack.ts';
import type { DeployedStack } from '../deployed-stack.ts';
import { AssemblyError } from '../error.ts';
import { object, required } from '../properties.ts';
import type { Made, Properties, ResourceProvider } from '../provider.ts';
import { nestedHost, type StackHost } from '../stack-host.ts';
import { newStackId } from '../stack-id.ts';
import { readTemplate, type Template } from '../template.ts';

export interface NestedStacks {
  /** By stack id, across deployments. */
  readonly stacks: Map<string, DeployedStack>;
  readonly exportsOf: (region: string) => Map<string, unknown>;
  readonly providerOf: (type: string) => ResourceProvider | undefined;
  readonly report: DeploymentReport;
}

export function nestedStackProvider(nested: NestedStacks): ResourceProvider {
  const { stacks, exportsOf, providerOf, report } = nested;

  async function apply(properties: Properties, stack: StackHost): Promise<Made> {
    const deployed = await applyStack({
      template: templateOf(properties, stack),
      parameters: parametersOf(properties),
      stack,
      previous: stacks.get(stack.stackId),
      exports: exportsOf(stack.region),
      providerOf,
      report,
    });
    stacks.set(stack.stackId, deployed);
    const outputs = Object.entries(deployed.outputs).map(([name, value]) => [
      `Outputs.${name}`,
      value,
    ]);
    return { physicalId: stack.stackId, attributes: Object.fromEntries(outputs) };
  }

  return {
    type: 'AWS::CloudFormation::Stack',
    replaceOn: [],
    create({ properties, stack, name }) {
      const stackName = name({ lengthMax: 128 });
      const stackId = newStackId(stack.twin, stack.region, stackName);
      return apply(properties, nestedHost(stack, { stackName, stackId }));
    },
    update({ properties, stack, existing }) {
      const stackId = existing.physicalId;
      const stackName = stackId.split('/')[1] ?? '';
      return apply(properties, nestedHost(stack, { stackName, stackId }));
    },
    async delete({ physicalId }) {
      const deployed = stacks.get(physicalId);
      if (deployed !== undefined) await deleteStack(deployed, { providerOf, report });
      stacks.delete(physicalId);
    },
  };
}

// A template is pure: one process reads it once.
const templates = new Map<string, Template>();
const TEMPLATES_MAX = 200;

function templateOf(properties: Properties, stack: StackHost): Template {
  const url = required(properties, 'TemplateURL');
  const key = url.split('/').at(-1) ?? '';
  const asset = stack.asset(key);
  if (asset.kind !== 'document') throw new AssemblyError(`the asset ${key} is no template`);
  const known = templates.get(asset.text);
  if (known !== undefined) return known;
  if (templates.size >= TEMPLATES_MAX) templates.clear();
  const template = readTemplate(asset.text, asset.path);
  templates.set(asset.text, template);
  return template;
}

const parametersOf = (properties: Properties): Record<string, string> =>
  Object.fromEntries(
    Object.entries(object(properties, 'Parameters') ?? {}).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : String(value),
    ]),
  );
