// A CloudFormation template, read once: its sections, and the order in which its resources can be made.
import type {
  OutputDeclaration,
  ParameterDeclaration,
  ResourceDeclaration,
  Section,
} from './declaration.ts';
import { AssemblyError } from './error.ts';
import { creationOrder } from './order.ts';

export interface Template {
  readonly parameters: Section<ParameterDeclaration>;
  readonly mappings: Section<Section<Section<unknown>>>;
  readonly conditions: Section<unknown>;
  readonly resources: Section<ResourceDeclaration>;
  readonly outputs: Section<OutputDeclaration>;
  /** Logical ids, each after those that it needs. */
  readonly order: readonly string[];
  readonly hasDynamicReferences: boolean;
}

interface WrittenTemplate {
  readonly Parameters?: Template['parameters'];
  readonly Mappings?: Template['mappings'];
  readonly Conditions?: Template['conditions'];
  readonly Resources?: Template['resources'];
  readonly Outputs?: Template['outputs'];
  readonly Transform?: unknown;
}

/** The language extensions add functions that are understood here; other transforms rewrite the template. */
const KNOWN_TRANSFORM = 'AWS::LanguageExtensions';

export function readTemplate(text: string, name: string): Template {
  const written = JSON.parse(text) as WrittenTemplate;
  const { Transform, Resources: resources = {} } = written;
  if (Transform !== undefined && Transform !== KNOWN_TRANSFORM) {
    throw new AssemblyError(`${name}: the transform ${JSON.stringify(Transform)} is not simulated`);
  }
  return {
    parameters: written.Parameters ?? {},
    mappings: written.Mappings ?? {},
    conditions: written.Conditions ?? {},
    resources,
    outputs: written.Outputs ?? {},
    order: creationOrder(resources, name),
    hasDynamicReferences: text.includes('{{resolve:'),
  };
}
