// What the intrinsic functions of one stack refer to: its parameters, conditions and resources made so far.
import { AssemblyError } from './error.ts';
import { evaluateCondition, type Names, NO_VALUE } from './intrinsics.ts';
import type { Existing } from './provider.ts';
import type { StackHost } from './stack-host.ts';
import type { Template } from './template.ts';

const AVAILABILITY_ZONES = ['a', 'b', 'c'];

export interface NamesOptions {
  readonly template: Template;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly stack: StackHost;
  readonly resources: ReadonlyMap<string, Existing>;
  readonly exports: ReadonlyMap<string, unknown>;
}

export function createNames(options: NamesOptions): Names {
  const { template, parameters, stack, resources, exports } = options;
  const pseudo = pseudoParameters(stack);
  const conditions = new Map<string, boolean>();

  function resource(logicalId: string): Existing {
    const found = resources.get(logicalId);
    if (found !== undefined) return found;
    const declared = template.resources[logicalId];
    throw new AssemblyError(
      declared === undefined
        ? `the template has no resource or parameter ${logicalId}`
        : `${logicalId} (${declared.Type}) is not simulated, but something needs to know it`,
    );
  }

  const names: Names = {
    ref(name) {
      if (Object.hasOwn(pseudo, name)) return pseudo[name];
      if (Object.hasOwn(parameters, name)) return parameters[name];
      return resource(name).physicalId;
    },
    attribute(logicalId, attribute) {
      const { attributes } = resource(logicalId);
      if (Object.hasOwn(attributes, attribute)) return attributes[attribute];
      const type = template.resources[logicalId]?.Type;
      throw new AssemblyError(
        `the attribute ${attribute} of ${logicalId} (${type}) is not simulated`,
      );
    },
    condition(name) {
      const known = conditions.get(name);
      if (known !== undefined) return known;
      const declared = template.conditions[name];
      if (declared === undefined) throw new AssemblyError(`the template has no condition ${name}`);
      const holds = evaluateCondition(declared, names);
      conditions.set(name, holds);
      return holds;
    },
    mapping(map, top, second) {
      const value = template.mappings[map]?.[top]?.[second];
      if (value !== undefined) return value;
      throw new AssemblyError(`the mapping ${map} has no value for ${top}, ${second}`);
    },
    importValue(name) {
      if (exports.has(name)) return exports.get(name);
      throw new AssemblyError(`No export named ${name} found.`);
    },
    availabilityZones: (region) =>
      AVAILABILITY_ZONES.map((zone) => `${region === '' ? stack.region : region}${zone}`),
  };
  return names;
}

const pseudoParameters = ({
  account,
  region,
  stackName,
  stackId,
}: StackHost): Readonly<Record<string, unknown>> => ({
  'AWS::AccountId': account,
  'AWS::Region': region,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackName': stackName,
  'AWS::StackId': stackId,
  'AWS::NotificationARNs': [],
  'AWS::NoValue': NO_VALUE,
});
