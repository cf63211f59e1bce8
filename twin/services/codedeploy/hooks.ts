// Lifecycle hooks: a Lambda function is told, and somebody has an hour to say how it went.
import { AwsError } from '../../host/aws-error.ts';
import type { HookName } from './app-spec.ts';
import { failed } from './halt.ts';
import type { Run } from './run.ts';
import { haltFor } from './service-role.ts';
import type { Deployment, PendingHook } from './state.ts';

const ANSWER_MS_MAX = 60 * 60_000;

export async function runHook(run: Run, name: HookName, functionName: string): Promise<void> {
  const { deployment, host } = run;
  const executionId = encodeId(deployment.id, name, host.ids.uuid());
  const hook: PendingHook = {
    executionId,
    wait: deployment.interrupt.wait(ANSWER_MS_MAX, 'deadline'),
    answer: undefined,
  };
  deployment.hooks.set(executionId, hook);
  // The wait is observed below; a halt before that must not count as unhandled.
  hook.wait.outcome.catch(() => undefined);
  await invoke(run, functionName, executionId);
  const outcome = await hook.wait.outcome;
  if (outcome === 'expired')
    throw failed(
      'TIMEOUT',
      'The deployment timed out while waiting for a status callback. CodeDeploy expects a status callback within one hour after a deployment hook is invoked.',
    );
  if (hook.answer === 'Failed')
    throw failed(
      'HOOK_EXECUTION_FAILURE',
      'The deployment failed because one or more of the lifecycle event validation functions failed.',
    );
}

/** Takes the answer to a hook, from whoever gives it. */
export function answerHook(
  deployment: Deployment,
  executionId: string,
  status: string | undefined,
): void {
  if (status !== 'Succeeded' && status !== 'Failed')
    throw new AwsError(
      'InvalidLifecycleEventHookExecutionStatusException',
      'Only Succeeded and Failed can be passed as the status of a lifecycle event hook execution.',
    );
  const hook = deployment.hooks.get(executionId);
  if (hook === undefined)
    throw new AwsError(
      'InvalidLifecycleEventHookExecutionIdException',
      'The lifecycle event hook execution ID is invalid.',
    );
  const isOpen = deployment.target.steps.some((step) => step.status === 'InProgress');
  if (hook.answer !== undefined || !isOpen)
    throw new AwsError(
      'LifecycleEventAlreadyCompletedException',
      'An attempt to return the status of an already completed lifecycle event occurred.',
    );
  hook.answer = status;
  hook.wait.finish();
}

async function invoke(run: Run, functionName: string, executionId: string): Promise<void> {
  const event = {
    DeploymentId: run.deployment.id,
    LifecycleEventHookExecutionId: executionId,
  };
  try {
    await run.role.lambda('Invoke', {
      FunctionName: functionName,
      InvocationType: 'Event',
      Payload: Buffer.from(JSON.stringify(event)),
    });
  } catch (error) {
    throw haltFor(error, {
      roleArn: run.role.arn,
      service: 'lambda',
      otherwise: (message) => failed('HOOK_EXECUTION_FAILURE', message),
    });
  }
}

/** Opaque to clients, and long, as on AWS. */
const encodeId = (deploymentId: string, hook: HookName, uuid: string): string =>
  Buffer.from(JSON.stringify({ deploymentId, hook, uuid })).toString('base64');
