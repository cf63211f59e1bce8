// A deployment under way, with everything that its stages need.
import type { ServiceHost } from '../../host/service.ts';
import type { ServiceRole } from './service-role.ts';
import type { Deployment } from './state.ts';
import type { CodeDeployBehaviour } from './unproven.ts';

export interface Run {
  readonly host: ServiceHost;
  readonly behaviour: CodeDeployBehaviour;
  readonly role: ServiceRole;
  readonly deployment: Deployment;
}
