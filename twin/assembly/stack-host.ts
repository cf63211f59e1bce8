// What a resource provider may use: calls as CloudFormation, the account's roles, and the assembly's files.
import { AwsError } from '../host/aws-error.ts';
import type { ServiceId } from '../host/call-context.ts';
import type { Operations, Output } from '../host/operations.ts';
import type { RoleStore } from '../iam/role-store.ts';
import type { Twin } from '../twin.ts';
import type { Assets, FileAsset } from './assembly.ts';
import { AssemblyError } from './error.ts';
import { toSdkInput } from './sdk-input.ts';

export interface StackHost {
  readonly account: string;
  readonly region: string;
  readonly stackName: string;
  readonly stackId: string;
  readonly roles: RoleStore;
  readonly twin: Twin;
  call(service: ServiceId, operation: string, input: object): Promise<object>;
  /** For settings that a simulated service may leave out: what it does not simulate becomes a warning. */
  attempt(service: ServiceId, operation: string, input: object): Promise<void>;
  arn(service: string, resource: string): string;
  asset(objectKey: string): FileAsset;
  warn(message: string): void;
  /** What must have become true before the deployment is over. Waits run side by side, at the end. */
  waitUntil(wait: Wait): void;
  /** Whether services must run all their tasks before the deployment is over. */
  readonly steady: boolean;
}

export interface Wait {
  readonly what: string;
  isOver(): Promise<boolean>;
}

export interface StackHostOptions {
  readonly twin: Twin;
  readonly roles: RoleStore;
  readonly region: string;
  readonly stackName: string;
  readonly stackId: string;
  readonly assets: Assets;
  readonly warn: (message: string) => void;
  readonly waitUntil: (wait: Wait) => void;
  readonly steady: boolean;
}

export function createStackHost(options: StackHostOptions): StackHost {
  const { twin, region, stackName, stackId, roles, assets, warn, waitUntil, steady } = options;
  const { account } = twin;
  const caller = {
    kind: 'account' as const,
    account,
    arn: `arn:aws:sts::${account}:assumed-role/cdk-hnb659fds-cfn-exec-role-${account}-${region}/AWSCloudFormation`,
  };
  async function call(service: ServiceId, operation: string, properties: object) {
    const model = await twin.dispatcher.model(service);
    const schema = model.operations.get(operation)?.input;
    const { input, unknown } = toSdkInput(schema, properties);
    for (const property of unknown) {
      warn(`${service}:${operation} has no member for the property ${property}`);
    }
    return twin.call({ service, operation, input, region, caller });
  }
  return {
    account,
    region,
    stackName,
    stackId,
    roles,
    twin,
    warn,
    waitUntil,
    steady,
    arn: (service, resource) => `arn:aws:${service}:${region}:${account}:${resource}`,
    call,
    async attempt(service, operation, properties) {
      try {
        await call(service, operation, properties);
      } catch (error) {
        if (!(error instanceof AwsError) || error.name !== 'NotImplemented') throw error;
        warn(error.message);
      }
    },
    asset(objectKey) {
      const asset = assets.get(objectKey);
      if (asset === undefined) throw new AssemblyError(`the assembly has no asset ${objectKey}`);
      return asset;
    },
  };
}

/** The same account, region and files for a stack within the stack. */
export const nestedHost = (
  stack: StackHost,
  name: Pick<StackHost, 'stackName' | 'stackId'>,
): StackHost => ({ ...stack, ...name });

/** Calls of one service with the answers' types; input is written in CloudFormation's spelling or the SDK's. */
export const callsOf =
  <Sdk>(service: ServiceId) =>
  <Name extends keyof Operations<Sdk>>(
    stack: StackHost,
    operation: Name,
    input: object,
  ): Promise<Output<Sdk, Name & string>> =>
    stack.call(service, String(operation), input) as Promise<Output<Sdk, Name & string>>;
