// CodeDeploy for ECS: applications, groups, configurations, and the deployments that move traffic between task sets.
import { defineService, type ServiceHost } from '../../host/service.ts';
import { applicationOperations } from './applications.ts';
import { configOperations, predefinedConfigs } from './deployment-configs.ts';
import { groupOperations } from './deployment-groups.ts';
import { deploymentOperations } from './deployments.ts';
import type { CodeDeployState } from './state.ts';
import { tagOperations } from './tags.ts';
import { CAUTIOUS_CODEDEPLOY, type CodeDeployBehaviour } from './unproven.ts';

/** A CodeDeploy that answers the unproven questions as it is told. */
export const codedeployWith = (behaviour: CodeDeployBehaviour) =>
  defineService({
    id: 'codedeploy',
    load: () => import('@aws-sdk/client-codedeploy'),
    create(host: ServiceHost) {
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
        peer: undefined,
      };
    },
  });

export const codedeploy = codedeployWith(CAUTIOUS_CODEDEPLOY);
