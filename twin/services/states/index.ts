// Step Functions: Standard and Express workflows in virtual time, over the other services of the twin.
import type * as sdk from '@aws-sdk/client-sfn';
import type { StatesPeer } from '../../host/peers.ts';
import { defineService, type ServiceDefinition, type ServiceHost } from '../../host/service.ts';
import { createActivityDesk } from './api/activities.ts';
import { aliasOperations } from './api/aliases.ts';
import { executionOperations } from './api/executions.ts';
import { createLauncher } from './api/launch.ts';
import { machineOperations } from './api/machines.ts';
import { createMapRuns, mapRunOperations } from './api/map-runs.ts';
import { startOperations } from './api/start.ts';
import { createStorage } from './api/storage.ts';
import { createStore } from './api/store.ts';
import { tagOperations } from './api/tags.ts';
import { createTokenDesk } from './api/tokens.ts';
import { validationOperations } from './api/validate-definition.ts';
import { versionOperations } from './api/versions.ts';
import type { World } from './engine/model.ts';
import { createTaskRunner } from './integrations/registry.ts';
import { createEvaluator } from './jsonata/evaluator.ts';
import { type MockConfig, mockedTasks } from './mock/mock-config.ts';
import { testStateOperations } from './test-state/operation.ts';

export interface StatesOptions {
  /** A mock configuration in the format of Step Functions Local (`MockConfigFile.json`). */
  readonly mockConfig?: MockConfig;
}

export const statesService = ({
  mockConfig,
}: StatesOptions = {}): ServiceDefinition<typeof sdk, StatesPeer> =>
  defineService<typeof sdk, StatesPeer>({
    id: 'states',
    load: () => import('@aws-sdk/client-sfn'),
    create: (host) => createStates(host, mockConfig),
  });

export const states = statesService();

function createStates(host: ServiceHost, mockConfig: MockConfig | undefined) {
  const store = createStore();
  const tokens = createTokenDesk(host.ids);
  const activities = createActivityDesk(host, store, tokens);
  const launcher = createLauncher({ host, store, world: () => world });
  const world = createWorld(host, {
    tasks: createTaskRunner({ host, tokens, activities, executions: launcher }),
    mapRuns: createMapRuns(host, store, launcher),
    storage: createStorage(host),
  });
  const mockWorld = (machineName: string, testCase: string): World => ({
    ...world,
    tasks: mockedTasks(mockConfig, { machineName, testCase, tasks: world.tasks }),
  });
  const operations = {
    ...machineOperations(host, store),
    ...versionOperations(host, store),
    ...aliasOperations(host, store),
    ...startOperations({ host, store, launcher, mockWorld }),
    ...executionOperations(host, store, launcher),
    ...mapRunOperations(store),
    ...activities.operations,
    ...tokens.operations,
    ...tagOperations(store, activities.exists),
    ...validationOperations(host),
    ...testStateOperations(host, world),
  };
  return { operations, peer: { stateMachineOf: tokens.stateMachineOf } };
}

function createWorld(
  host: ServiceHost,
  parts: Pick<World, 'tasks' | 'mapRuns' | 'storage'>,
): World {
  const stream = host.random.fork('states');
  const random = () => stream.next();
  const { uuid } = host.ids;
  const evaluator = createEvaluator({ now: () => host.clock.now(), uuid, random });
  return { clock: host.clock, evaluator, random, uuid, ...parts };
}
