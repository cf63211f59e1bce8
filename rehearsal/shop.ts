// The shop's assembly as a world: repositories first, what runs before any release in them, then everything else.
import type { Assembly } from '../twin/assembly/assembly.ts';
import { startWorld, type World, type WorldOptions } from './world.ts';

/** The stack that must be there before the first images can be pushed. */
const REPOSITORIES = 'ShopRepositories';
const FIRST_TAG = 'initial';

export function startShopWith(options: Omit<WorldOptions, 'first'>): Promise<World> {
  const repositories = repositoriesOf(options.assembly);
  return startWorld({
    ...options,
    first: {
      stackNames: [REPOSITORIES],
      images: repositories.map((repositoryName) => ({ repositoryName, tags: [FIRST_TAG] })),
    },
  });
}

function repositoriesOf(assembly: Assembly): readonly string[] {
  const first = assembly.stacks.find(({ stackName }) => stackName === REPOSITORIES);
  return Object.values(first?.template.resources ?? {})
    .filter(({ Type }) => Type === 'AWS::ECR::Repository')
    .map(({ Properties }) => String(Properties?.['RepositoryName']));
}
