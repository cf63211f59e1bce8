// An app's assembly as a world: repositories first, what runs before any release in them, then everything else.
import type { Assembly } from '../twin/assembly/assembly.ts';
import { startWorld, type World, type WorldOptions } from './world.ts';

const FIRST_TAG = 'initial';

type Stack = Assembly['stacks'][number];

/** As on AWS, services can only start once their first images are there: repositories want a stack of their own. */
export function startShopWith(options: Omit<WorldOptions, 'first'>): Promise<World> {
  const first = options.assembly.stacks.filter((stack) => repositoriesOf(stack).length > 0);
  return startWorld({
    ...options,
    first: {
      stackNames: first.map(({ stackName }) => stackName),
      images: first.flatMap(repositoriesOf).map((repositoryName) => ({
        repositoryName,
        tags: [FIRST_TAG],
      })),
    },
  });
}

function repositoriesOf({ template }: Stack): readonly string[] {
  return Object.values(template.resources)
    .filter(({ Type }) => Type === 'AWS::ECR::Repository')
    .map(({ Properties }) => String(Properties?.['RepositoryName']));
}
