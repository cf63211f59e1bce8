// The hook of the tickets app, as text for the bundler: it runs in the twin, not here.

export const smoke = `
  import { get } from 'node:http';
  import { setTimeout } from 'node:timers/promises';
  import {
    CodeDeployClient,
    PutLifecycleEventHookExecutionStatusCommand,
  } from '@aws-sdk/client-codedeploy';

  const codedeploy = new CodeDeployClient({});

  export const handler = async ({ DeploymentId, LifecycleEventHookExecutionId }) => {
    // The test listener needs a while until it leads to the new version.
    await setTimeout(30_000);
    const status = (await statusOf(process.env.SMOKE_URL)) === 200 ? 'Succeeded' : 'Failed';
    await codedeploy.send(
      new PutLifecycleEventHookExecutionStatusCommand({
        deploymentId: DeploymentId,
        lifecycleEventHookExecutionId: LifecycleEventHookExecutionId,
        status,
      }),
    );
    return status;
  };

  const statusOf = (url) =>
    new Promise((resolve, reject) => {
      get(url, ({ statusCode }) => resolve(statusCode)).on('error', reject);
    });
`;
