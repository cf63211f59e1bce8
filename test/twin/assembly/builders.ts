// Assemblies from templates written in the test, and twins to deploy them on.
import type { Assembly, Assets } from '../../../twin/assembly/assembly.ts';
import { type DeployOptions, deployAssembly } from '../../../twin/assembly/index.ts';
import { readTemplate } from '../../../twin/assembly/template.ts';
import type { ServiceDefinition } from '../../../twin/host/service.ts';
import { createIam, type Iam, type IamOptions, twinLookups } from '../../../twin/iam/index.ts';
import { type StartedTwin, type StartOptions, startTwin } from '../support/start-twin.ts';

export interface StackOptions {
  readonly name?: string;
  readonly region?: string;
  readonly account?: string;
  readonly assets?: Assets;
}

/** A template with its sections, or just its resources. */
export interface WrittenTemplate {
  readonly Resources: Readonly<Record<string, object>>;
  readonly Parameters?: object;
  readonly Mappings?: object;
  readonly Conditions?: object;
  readonly Outputs?: object;
}

export function stackOf(template: WrittenTemplate, options: StackOptions = {}) {
  const { name = 'Shop', region, account, assets = new Map() } = options;
  return {
    id: name,
    stackName: name,
    account,
    region,
    template: readTemplate(JSON.stringify(template), name),
    assets,
  };
}

export const assemblyOf = (...stacks: Assembly['stacks'][number][]): Assembly => ({
  directory: 'written in a test',
  stacks,
});

export const assemblyWith = (Resources: WrittenTemplate['Resources']): Assembly =>
  assemblyOf(stackOf({ Resources }));

export interface JudgedTwin extends StartedTwin {
  readonly iam: Iam;
  deploy(assembly: Assembly, options?: Partial<DeployOptions>): ReturnType<typeof deployAssembly>;
}

export function judgedTwin(
  services: StartOptions['services'],
  options: Partial<IamOptions> = {},
): JudgedTwin {
  const made: { iam?: Iam } = {};
  const started = startTwin({
    services,
    authorizer: (core) => {
      const now = () => core.clock.date();
      made.iam = createIam({ account: core.account, now, lookups: twinLookups(core), ...options });
      return made.iam;
    },
  });
  const { iam } = made;
  if (iam === undefined) throw new Error('the twin asked for no authorizer');
  return {
    ...started,
    iam,
    deploy: (assembly, options = {}) => deployAssembly(started.twin, assembly, { iam, ...options }),
  };
}

/** A service that does nothing but remember what it was asked, and answers as it is told. */
export function recorder(
  id: ServiceDefinition['id'],
  load: () => Promise<object>,
  answers: Readonly<Record<string, (input: Record<string, unknown>) => object>>,
) {
  const calls: { operation: string; input: Record<string, unknown> }[] = [];
  const operations = Object.fromEntries(
    Object.entries(answers).map(([operation, answer]) => [
      operation,
      (input: Record<string, unknown>) => {
        calls.push({ operation, input });
        return answer(input);
      },
    ]),
  );
  const definition = { id, load, create: () => ({ operations, peer: undefined }) };
  return { calls, definition: definition as unknown as ServiceDefinition };
}
