// What an ECS service really runs, as an image of its repository: also where Spillway has never released it.
import type { Images, ImageView } from '../../aws/images.ts';
import type { Services } from '../../aws/services.ts';
import type { Site } from '../../core/contract/site.ts';
import { versionOf } from '../../core/version/version-of.ts';

interface Adapters {
  readonly services: Services;
  readonly images: Images;
}

export interface Serving {
  readonly active: boolean;
  readonly image: ImageView | undefined;
}

export async function findServing(
  { services, images }: Adapters,
  { containerName, repositoryUri }: Site,
  taskDefinitionArn: string,
): Promise<Serving> {
  const definition = await services.taskDefinition(taskDefinitionArn, containerName);
  const reference = definition?.image ?? '';
  const [, digest] = reference.split('@');
  const tag = reference.split(':').at(-1) ?? '';
  const repository = repositoryUri.split('/').slice(1).join('/');
  const image = await images.find(repository, digest === undefined ? { tag } : { digest });
  return { active: definition?.active === true, image };
}

/** An image may have other tags too; the one that says a version is what people call it. */
export const versionNameOf = ({ tags }: ImageView): string =>
  tags.find((tag) => versionOf(tag) !== undefined) ?? tags[0] ?? 'initial';
