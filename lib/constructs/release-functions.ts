// The functions of an orchestrator: bundled, least privileged, logged and traced, each from its file in lambdas/.
import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type FunctionName, functionSubstitutions } from '../../core/contract/substitutions.ts';
import { bundleFunctions } from '../bundle-functions.ts';

export type AnyFunctionName = FunctionName | 'sweep-releases' | 'operate-release';

export interface ReleaseFunctionsProps {
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Where http checks run from: they must reach the test listeners.
   *
   * @default - outside of any network, which reaches only what the internet reaches
   */
  readonly vpc?: ec2.IVpc;
}

/** On the way back nobody may wait behind the rest of the account. */
const RESERVED: readonly AnyFunctionName[] = [
  'decide-rollback',
  'finish-rollback',
  'sweep-releases',
];
const RESERVED_CONCURRENCY = 5;

export class ReleaseFunctions extends Construct {
  readonly all: Readonly<Record<AnyFunctionName, lambda.Function>>;

  constructor(scope: Construct, id: string, props: ReleaseFunctionsProps) {
    super(scope, id);
    const names = [...Object.keys(functionSubstitutions), 'sweep-releases', 'operate-release'];
    const folder = bundleFunctions(names);
    const functions = names.map((name) => [
      name,
      this.define(name as AnyFunctionName, folder, props),
    ]);
    this.all = Object.fromEntries(functions) as Record<AnyFunctionName, lambda.Function>;
  }

  private define(
    name: AnyFunctionName,
    folder: string,
    props: ReleaseFunctionsProps,
  ): lambda.Function {
    const logGroup = new logs.LogGroup(this, `${name}-log`, {
      retention: logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    return new lambda.Function(this, name, {
      code: lambda.Code.fromAsset(join(folder, name)),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 512,
      timeout: Duration.seconds(60),
      tracing: lambda.Tracing.ACTIVE,
      logGroup,
      environment: props.environment,
      // Machines retry by themselves, with bounds; what Lambda retries on its own would come twice.
      retryAttempts: 0,
      maxEventAge: Duration.minutes(15),
      ...(RESERVED.includes(name) ? { reservedConcurrentExecutions: RESERVED_CONCURRENCY } : {}),
      ...(name === 'run-check' && props.vpc !== undefined ? { vpc: props.vpc } : {}),
    });
  }
}
