// CodeBuild: projects whose builds take time and end as a scenario decides.
import type * as Sdk from '@aws-sdk/client-codebuild';
import type { CodeBuildPeer } from '../../host/peers.ts';
import { defineService } from '../../host/service.ts';
import { buildOperations } from './builds.ts';
import { projectOperations } from './projects.ts';
import type { CodeBuildState } from './state.ts';

export const codebuild = defineService<typeof Sdk, CodeBuildPeer>({
  id: 'codebuild',
  load: () => import('@aws-sdk/client-codebuild'),
  create(host) {
    const state: CodeBuildState = {
      projects: new Map(),
      builds: new Map(),
      buildsByToken: new Map(),
      decide: () => undefined,
    };
    return {
      operations: { ...projectOperations(host, state), ...buildOperations(host, state) },
      peer: {
        setOutcomes(decide) {
          state.decide = decide;
        },
      },
    };
  },
});
