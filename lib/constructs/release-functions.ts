// The functions of an orchestrator: bundled, least privileged, logged and traced, each from its file in lambdas/.
import { join } from 'node:path';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as destinations from 'aws-cdk-lib/aws-lambda-destinations';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type FunctionName, functionSubstitutions } from '../../core/contract/substitutions.ts';
import { bundleFunctions } from '../bundle-functions.ts';
import { allow } from './grants.ts';

export type AnyFunctionName = FunctionName | 'sweep-releases' | 'operate-release';

export interface ReleaseFunctionsProps {
  readonly environment: Readonly<Record<string, string>>;
  /** Where calls go that nobody waits for and that failed. */
  readonly deadLetters: sqs.IQueue;
  /**
   * Where http checks run from: they must reach the test listeners.
   *
   * @default - outside of any network, which reaches no test listener
   */
  readonly vpc?: ec2.IVpc;
  /**
   * Concurrency that is kept free for each function on the way back; 0 reserves nothing. An account that may
   * run only ten functions at once, as new ones do, cannot reserve any.
   *
   * @default 5
   */
  readonly reservedConcurrency?: number;
}

/** On the way back nobody may wait behind the rest of the account. */
const RESERVED: readonly AnyFunctionName[] = [
  'decide-rollback',
  'finish-rollback',
  'sweep-releases',
];
const RESERVED_CONCURRENCY = 5;

/** They send requests to the service itself. */
const VISITORS: readonly AnyFunctionName[] = ['run-check', 'send-requests'];
/** Called without anybody waiting for them. */
const UNATTENDED: readonly AnyFunctionName[] = ['sweep-releases', 'send-requests'];

const NAMES: readonly AnyFunctionName[] = [
  ...(Object.keys(functionSubstitutions) as FunctionName[]),
  'sweep-releases',
  'operate-release',
];

/** What Lambda needs to place a function into a network; there is no narrower resource. */
const NETWORK_ACTIONS = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

/** Shorter than machines wait for an answer, so that they hear of it by a name that they retry. */
const ANSWERING = Duration.seconds(50);
/** Nobody waits for it. */
const SENDING = Duration.seconds(60);

export class ReleaseFunctions extends Construct {
  readonly all: Readonly<Record<AnyFunctionName, lambda.Function>>;

  constructor(scope: Construct, id: string, props: ReleaseFunctionsProps) {
    super(scope, id);
    const code = codeOf(Stack.of(this));
    const functions = NAMES.map((name) => [name, this.define(name, code(name), props)]);
    this.all = Object.fromEntries(functions) as Record<AnyFunctionName, lambda.Function>;
  }

  private define(
    name: AnyFunctionName,
    code: lambda.Code,
    props: ReleaseFunctionsProps,
  ): lambda.Function {
    const vpc = VISITORS.includes(name) ? props.vpc : undefined;
    const reserved = props.reservedConcurrency ?? RESERVED_CONCURRENCY;
    const logGroup = new logs.LogGroup(this, `${name}-log`, {
      retention: logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    return new lambda.Function(this, name, {
      code,
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 512,
      timeout: name === 'send-requests' ? SENDING : ANSWERING,
      tracing: lambda.Tracing.ACTIVE,
      role: this.defineRole(name, logGroup, vpc !== undefined),
      logGroup,
      environment: props.environment,
      // Machines retry by themselves, with bounds; what Lambda retries on its own would come twice.
      retryAttempts: 0,
      maxEventAge: Duration.minutes(15),
      ...(UNATTENDED.includes(name)
        ? { onFailure: new destinations.SqsDestination(props.deadLetters) }
        : {}),
      ...(RESERVED.includes(name) && reserved > 0
        ? { reservedConcurrentExecutions: reserved }
        : {}),
      ...(vpc === undefined ? {} : { vpc }),
    });
  }

  /** Its own log group and no other; AWS's managed policy would allow all of them. */
  private defineRole(name: string, logGroup: logs.ILogGroup, inNetwork: boolean): iam.Role {
    const role = new iam.Role(this, `${name}-role`, {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    allow(role, {
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    });
    if (inNetwork) allow(role, { actions: NETWORK_ACTIONS, resources: ['*'] });
    return role;
  }
}

/** Whoever only looks at templates asks CDK not to bundle, and gets a stand-in for the code. */
function codeOf(stack: Stack): (name: AnyFunctionName) => lambda.Code {
  if (!stack.bundlingRequired) {
    return () =>
      lambda.Code.fromInline('exports.handler = () => { throw new Error("stand-in"); };');
  }
  const folder = bundleFunctions(NAMES);
  return (name) => lambda.Code.fromAsset(join(folder, name));
}
