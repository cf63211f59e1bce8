// CodeDeploy for ECS: applications, groups, configurations, and the deployments that move traffic between task sets.
import type * as Sdk from '@aws-sdk/client-codedeploy';
import type { CodeDeployPeer } from '../../host/peers.ts';
import { defineService } from '../../host/service.ts';
import { applicationOperations } from './applications.ts';
import { configOperations, predefinedConfigs } from './deployment-configs.ts';
import { groupOperations } from './deployment-groups.ts';
import { deploymentOperations } from './deployments.ts';
import type { CodeDeployState } from './state.ts';
import { tagOperations } from './tags.ts';
import { CAUTIOUS_CODEDEPLOY, type CodeDeployBehaviour } from './unproven.ts';

/** A CodeDeploy that answers the unproven questions as it is told. */
export const codedeployWith = (behaviour: CodeDeployBehaviour) =>
  defineService<typeof Sdk, CodeDeployPeer>({
    id: 'codedeploy',
    load: () => import('@aws-sdk/client-codedeploy'),
    create(host) {
      const state: CodeDeployState = {
        applications: new Map(),
        configs: predefinedConfigs(),
        deployments: new Map(),
        tags: new Map(),
      };
      return {
        operations: {
          ...applicationOperations(host, state),
          ...configOperations(host, state),
          ...groupOperations(host, state, behaviour),
          ...deploymentOperations(host, state, behaviour),
          ...tagOperations(state),
        },
        peer: {
          groupOf(deploymentId) {
            const found = state.deployments.get(deploymentId);
            return found && `${found.group.application}/${found.settings.name}`;
          },
        },
      };
    },
  });

export const codedeploy = codedeployWith(CAUTIOUS_CODEDEPLOY);
