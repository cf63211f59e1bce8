// Calls to other services in the name of a deployment group's service role, as AWS makes them: with retries.
import type * as CloudWatch from '@aws-sdk/client-cloudwatch';
import type * as Ecs from '@aws-sdk/client-ecs';
import type * as Elb from '@aws-sdk/client-elastic-load-balancing-v2';
import type * as Lambda from '@aws-sdk/client-lambda';
import type * as Sns from '@aws-sdk/client-sns';
import { AwsError, LostCall } from '../../host/aws-error.ts';
import type { ServiceId } from '../../host/call-context.ts';
import { roleCaller, serviceCaller } from '../../host/caller.ts';
import type { Input, Output } from '../../host/operations.ts';
import type { ServiceHost } from '../../host/service.ts';
import { failed, type Halt } from './halt.ts';

type Api<Sdk> = <Name extends string>(
  operation: Name,
  input: Input<Sdk, Name>,
) => Promise<Output<Sdk, Name>>;

export interface ServiceRole {
  readonly arn: string;
  readonly ecs: Api<typeof Ecs>;
  readonly elb: Api<typeof Elb>;
  readonly cloudWatch: Api<typeof CloudWatch>;
  readonly lambda: Api<typeof Lambda>;
  readonly sns: Api<typeof Sns>;
}

const PRINCIPAL = 'codedeploy.amazonaws.com';
const SESSION = 'AWSCodeDeploy';
const RETRY_DELAYS_MS = [1000, 2000, 4000, 8000];

/** How error messages name a service. */
const SERVICE_NAMES: Partial<Record<ServiceId, string>> = {
  ecs: 'AmazonECS',
  elasticloadbalancing: 'AmazonElasticLoadBalancingV2',
  lambda: 'AWSLambda',
  monitoring: 'AmazonCloudWatch',
};

export function createServiceRole(host: ServiceHost, arn: string): ServiceRole {
  const caller = roleCaller(arn, SESSION);
  const api =
    <Sdk>(service: ServiceId): Api<Sdk> =>
    async (operation, input) => {
      for (const delayMs of RETRY_DELAYS_MS) {
        try {
          return (await host.call({ service, operation, input: input as object, caller })) as never;
        } catch (error) {
          if (!isTransient(error)) throw error;
          await host.clock.sleep(delayMs);
        }
      }
      return (await host.call({ service, operation, input: input as object, caller })) as never;
    };
  return {
    arn,
    ecs: api('ecs'),
    elb: api('elasticloadbalancing'),
    cloudWatch: api('monitoring'),
    lambda: api('lambda'),
    sns: api('sns'),
  };
}

/** Whether the role's trust policy lets CodeDeploy act in its name. */
export async function canAssume(host: ServiceHost, roleArn: string): Promise<boolean> {
  const caller = serviceCaller(host.account, PRINCIPAL);
  const input = { RoleArn: roleArn, RoleSessionName: SESSION };
  try {
    await host.call({ service: 'sts', operation: 'AssumeRole', input, caller });
    return true;
  } catch (error) {
    return !isAccessDenied(error);
  }
}

/** What a failed call does to a deployment. */
export function haltFor(
  error: unknown,
  options: {
    readonly roleArn: string;
    readonly service: ServiceId;
    /** The end of the deployment for every error that is not about permissions or rates. */
    readonly otherwise: (message: string) => Halt;
  },
): Halt {
  if (isAccessDenied(error)) {
    const name = SERVICE_NAMES[options.service] ?? options.service;
    return failed(
      'IAM_ROLE_PERMISSIONS',
      `The IAM role ${options.roleArn} does not give you permission to perform operations in the following AWS service: ${name}. Contact your AWS administrator if you need help. If you are an AWS administrator, you can grant permissions to your users or groups by creating IAM policies.`,
    );
  }
  if (isThrottled(error)) return failed('THROTTLED', 'Operations were throttled.');
  return options.otherwise(error instanceof Error ? error.message : String(error));
}

const isAccessDenied = (error: unknown): boolean =>
  error instanceof AwsError && /AccessDenied|NotAuthorized|AuthorizationError/.test(error.name);

const isThrottled = (error: unknown): boolean =>
  error instanceof AwsError && /Throttl|TooManyRequests/.test(error.name);

const isTransient = (error: unknown): boolean =>
  error instanceof LostCall ||
  isThrottled(error) ||
  (error instanceof AwsError && error.status !== undefined && error.status >= 500);
