// Finding things by name, or saying as AWS does that they are not there.
import { AwsError } from '../../host/aws-error.ts';
import type { Application, CodeDeployState, Deployment, DeploymentGroup } from './state.ts';

export function findApplication(state: CodeDeployState, name: string | undefined): Application {
  if (!name) throw new AwsError('ApplicationNameRequiredException', 'Application name is missing');
  const found = state.applications.get(name);
  if (found !== undefined) return found;
  throw new AwsError('ApplicationDoesNotExistException', `No application found for name: ${name}`);
}

export function findGroup(application: Application, name: string | undefined): DeploymentGroup {
  if (!name)
    throw new AwsError('DeploymentGroupNameRequiredException', 'Deployment group name is missing');
  const found = application.groups.get(name);
  if (found !== undefined) return found;
  throw new AwsError(
    'DeploymentGroupDoesNotExistException',
    `No Deployment Group found for name: ${name}`,
  );
}

export function findDeployment(state: CodeDeployState, id: string | undefined): Deployment {
  if (!id) throw new AwsError('DeploymentIdRequiredException', 'Deployment id is missing');
  if (!/^d-[A-Z0-9]+$/.test(id))
    throw new AwsError('InvalidDeploymentIdException', `The deployment ID ${id} is invalid`);
  const found = state.deployments.get(id);
  if (found !== undefined) return found;
  throw new AwsError('DeploymentDoesNotExistException', `The deployment ${id} could not be found`);
}
