// Images as tasks pull them: from ECR, or from somewhere public that the twin takes for granted.
import { createHash } from 'node:crypto';
import type { PulledImage } from '../../host/peers.ts';
import { type Behaviour, wellBehaved } from '../../users/behaviour.ts';
import type { Ecs } from './ecs.ts';
import type { TaskContainer } from './state.ts';

const ECR_HOST = /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\//;

export function pull(ecs: Ecs, imageUri: string): PulledImage | undefined {
  return ECR_HOST.test(imageUri) ? ecs.host.peer('ecr').resolve(imageUri) : publicImage(imageUri);
}

/** A task behaves as its first essential container does. */
export function behaviourOf(ecs: Ecs, containers: readonly TaskContainer[]): Behaviour {
  const main = containers.find(({ essential }) => essential) ?? containers[0];
  const image = main?.image ?? (main === undefined ? undefined : pull(ecs, main.imageUri));
  return image === undefined ? wellBehaved : ecs.behaviours(image);
}

function publicImage(imageUri: string): PulledImage {
  const [repositoryName = '', digest] = imageUri.split('@', 2);
  const tag = /:([\w.-]+)$/.exec(repositoryName)?.[1];
  return {
    repositoryName: repositoryName.replace(/:[\w.-]+$/, ''),
    digest: digest ?? `sha256:${createHash('sha256').update(imageUri).digest('hex')}`,
    tags: [tag ?? 'latest'],
    labels: {},
    architecture: 'amd64',
  };
}
