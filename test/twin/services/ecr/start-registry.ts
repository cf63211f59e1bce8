// A registry with one repository, and the events that it sends.
import {
  CreateRepositoryCommand,
  type CreateRepositoryCommandInput,
  ECRClient,
} from '@aws-sdk/client-ecr';
import type { EcrPeer, EventsPeer, ServiceEvent } from '../../../../twin/host/peers.ts';
import { defineService } from '../../../../twin/host/service.ts';
import { ecr } from '../../../../twin/services/ecr/index.ts';
import { DEFAULT_REGION } from '../../../../twin/twin.ts';
import { type StartedTwin, startTwin } from '../../support/start-twin.ts';

export const REPOSITORY = 'shop/auth';

export interface Registry extends StartedTwin {
  readonly registry: ECRClient;
  readonly peer: EcrPeer;
  readonly events: readonly ServiceEvent[];
}

export async function startRegistry(
  settings: Omit<CreateRepositoryCommandInput, 'repositoryName'> = {},
): Promise<Registry> {
  const events: ServiceEvent[] = [];
  const twin = startTwin({ services: [ecr, recorder(events)] });
  const registry = twin.client(ECRClient);
  await registry.send(new CreateRepositoryCommand({ repositoryName: REPOSITORY, ...settings }));
  return { ...twin, registry, events, peer: twin.twin.peer('ecr', DEFAULT_REGION) };
}

const recorder = (events: ServiceEvent[]) =>
  defineService<object, EventsPeer>({
    id: 'events',
    load: () => import('@aws-sdk/client-eventbridge'),
    create: () => ({ operations: {}, peer: { emit: (event) => void events.push(event) } }),
  });
