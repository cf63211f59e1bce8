// An app's assembly as a world: repositories first, what runs before any release in them, then everything else.
import type { Spec } from '../core/spec/spec.ts';
import type { Assembly } from '../twin/assembly/assembly.ts';
import { architecturesFor } from './spec-of.ts';
import { startWorld, type World, type WorldOptions } from './world.ts';

const FIRST_TAG = 'initial';

type Stack = Assembly['stacks'][number];

/** As on AWS, services can only start once their first images are there: repositories want a stack of their own. */
export function startShopWith(options: Omit<WorldOptions, 'first'>): Promise<World> {
  const { stacks } = options.assembly;
  const first = stacks.filter((stack) => repositoriesOf(stack).length > 0);
  const specs = stacks.flatMap(specsOf);
  return startWorld({
    ...options,
    first: {
      stackNames: first.map(({ stackName }) => stackName),
      images: first.flatMap(repositoriesOf).map((repositoryName) => {
        const spec = specs.find(({ repository }) => repository === repositoryName);
        const fits = spec === undefined ? {} : { architectures: architecturesFor(spec) };
        return { repositoryName, tags: [FIRST_TAG], ...fits };
      }),
    },
  });
}

const resourcesOf = ({ template }: Stack, type: string) =>
  Object.values(template.resources).filter(({ Type }) => Type === type);

const repositoriesOf = (stack: Stack): readonly string[] =>
  resourcesOf(stack, 'AWS::ECR::Repository').map(({ Properties }) =>
    String(Properties?.['RepositoryName']),
  );

/** What will be in the registry, which is not there yet when the first images have to be. */
const specsOf = (stack: Stack): readonly Spec[] =>
  resourcesOf(stack, 'AWS::SSM::Parameter')
    .filter(({ Properties }) => String(Properties?.['Name']).endsWith('/spec'))
    .map(({ Properties }) => JSON.parse(String(Properties?.['Value'])) as Spec);
