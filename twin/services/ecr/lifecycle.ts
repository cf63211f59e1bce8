// When lifecycle policies are evaluated: once a day, and only while an evaluation could change something.
import type * as Sdk from '@aws-sdk/client-ecr';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import type { ServiceHost } from '../../host/service.ts';
import { emitAction } from './events.ts';
import { expired, mayExpireByAge, parseLifecyclePolicy } from './lifecycle-policy.ts';
import { findRepository } from './lookup.ts';
import type { EcrState, Repository } from './state.ts';

/** AWS promises within 24 hours. */
const EVALUATION_MS = 24 * 60 * 60_000;

/** Ends by itself, so that time can run out of events. */
export function scheduleEvaluation(host: ServiceHost, repository: Repository): void {
  if (repository.lifecycle === undefined || repository.evaluation !== undefined) return;
  repository.evaluation = host.clock.after(
    EVALUATION_MS,
    () => {
      repository.evaluation = undefined;
      evaluate(host, repository);
    },
    'upkeep',
  );
}

function evaluate(host: ServiceHost, repository: Repository): void {
  const { lifecycle, images } = repository;
  if (lifecycle === undefined) return;
  const { rules } = lifecycle;
  repository.lastEvaluatedAt = host.clock.date();
  for (const image of expired(rules, [...images.values()], host.clock.now()).keys()) {
    images.delete(image.digest);
    const tags = image.tags.size === 0 ? [undefined] : [...image.tags];
    for (const tag of tags) emitAction(host, 'DELETE', { repository, digest: image.digest, tag });
  }
  const remaining = [...images.values()];
  const more = expired(rules, remaining, host.clock.now()).size > 0;
  if (more || mayExpireByAge(rules, remaining)) scheduleEvaluation(host, repository);
}

export const lifecycleOperations = (
  host: ServiceHost,
  state: EcrState,
): Operations<typeof Sdk> => ({
  PutLifecyclePolicy({ repositoryName, lifecyclePolicyText: text = '' }) {
    const repository = findRepository(host, state, repositoryName);
    repository.lifecycle = { text, rules: parseLifecyclePolicy(text) };
    scheduleEvaluation(host, repository);
    return answer(host, repository);
  },
  GetLifecyclePolicy({ repositoryName }) {
    const repository = findRepository(host, state, repositoryName);
    return { ...answer(host, repository), lastEvaluatedAt: repository.lastEvaluatedAt };
  },
  DeleteLifecyclePolicy({ repositoryName }) {
    const repository = findRepository(host, state, repositoryName);
    const deleted = answer(host, repository);
    repository.lifecycle = undefined;
    repository.evaluation?.cancel();
    repository.evaluation = undefined;
    return { ...deleted, lastEvaluatedAt: repository.lastEvaluatedAt };
  },
});

function answer(host: ServiceHost, { name, lifecycle }: Repository) {
  if (lifecycle === undefined)
    throw new AwsError(
      'LifecyclePolicyNotFoundException',
      `Lifecycle policy does not exist for the repository with name '${name}' in the registry with id '${host.account}'`,
    );
  return { registryId: host.account, repositoryName: name, lifecyclePolicyText: lifecycle.text };
}
