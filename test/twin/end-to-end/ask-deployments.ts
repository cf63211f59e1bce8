// What CodeDeploy and Step Functions say about the releases of the tickets.
import {
  CodeDeployClient,
  ContinueDeploymentCommand,
  CreateDeploymentCommand,
  type DeploymentInfo,
  GetDeploymentCommand,
  GetDeploymentTargetCommand,
  ListDeploymentsCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-codedeploy';
import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import type { Twin } from '../../../twin/twin.ts';
import { NAMES } from './app.ts';

const GROUP = { applicationName: NAMES.application, deploymentGroupName: NAMES.group };

export function askDeployments(twin: Twin) {
  const codedeploy = twin.client(CodeDeployClient);
  const states = twin.client(SFNClient);

  /** The deployment that was created as the n-th; the rollback of the first is the second. */
  async function deployment(number = 1): Promise<DeploymentInfo> {
    const { deployments = [] } = await codedeploy.send(new ListDeploymentsCommand(GROUP));
    const answers = await Promise.all(
      deployments.map((deploymentId) =>
        codedeploy.send(new GetDeploymentCommand({ deploymentId })),
      ),
    );
    const byAge = answers
      .flatMap(({ deploymentInfo }) => deploymentInfo ?? [])
      .sort((a, b) => Number(a.createTime) - Number(b.createTime));
    return byAge[number - 1] ?? {};
  }

  return {
    deployment,
    status: async (number = 1) => (await deployment(number)).status,
    /** Each lifecycle event with its status, in order. */
    async lifecycle(number = 1): Promise<readonly string[]> {
      const { deploymentId } = await deployment(number);
      const targetId = `${NAMES.cluster}:${NAMES.service}`;
      const { deploymentTarget } = await codedeploy.send(
        new GetDeploymentTargetCommand({ deploymentId, targetId }),
      );
      return (deploymentTarget?.ecsTarget?.lifecycleEvents ?? []).map(
        ({ lifecycleEventName, status }) => `${lifecycleEventName} ${status}`,
      );
    },
    async approve(): Promise<void> {
      const { deploymentId } = await deployment();
      await codedeploy.send(
        new ContinueDeploymentCommand({ deploymentId, deploymentWaitType: 'READY_WAIT' }),
      );
    },
    async stop(autoRollbackEnabled: boolean): Promise<void> {
      const { deploymentId } = await deployment();
      await codedeploy.send(new StopDeploymentCommand({ deploymentId, autoRollbackEnabled }));
    },
    /** Deploys the revision of the first deployment once more. */
    async deployAgain(): Promise<void> {
      const { revision } = await deployment();
      await codedeploy.send(new CreateDeploymentCommand({ ...GROUP, revision }));
    },
    /** The execution that began last. */
    async execution(): Promise<DescribeExecutionOutput> {
      const { stateMachines } = await states.send(new ListStateMachinesCommand({}));
      const { stateMachineArn } = stateMachines?.[0] ?? {};
      const { executions } = await states.send(new ListExecutionsCommand({ stateMachineArn }));
      const { executionArn } = executions?.[0] ?? {};
      return states.send(new DescribeExecutionCommand({ executionArn }));
    },
  };
}
