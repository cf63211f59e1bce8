/**
 * Errors that Step Functions and Lambda raise by themselves, or pass on from a service under its
 * prefix. A misspelt name in a Catch catches nothing and tells nobody, so each must be on this list.
 */

/** Of the states language: its appendix of reserved names. */
const STATES = ['States.Timeout', 'States.HeartbeatTimeout', 'States.QueryEvaluationError'];

/** The runtime of a function died, or ran out of its time. */
const FUNCTIONS = ['Runtime.ExitError', 'Sandbox.Timedout'];

export interface Integration {
  readonly prefix: string;
  readonly sdk: string;
  /** Names that the service's SDK module models; a test holds them to it. */
  readonly modelled: readonly string[];
  /** Names that no module models: the transport's, the throttle's, the service's nameless one. */
  readonly common: readonly string[];
}

/** One service has two prefixes: its own integration spells it in one way, `aws-sdk:` in another. */
export const integrations: readonly Integration[] = [
  {
    prefix: 'CodeDeploy',
    sdk: '@aws-sdk/client-codedeploy',
    modelled: [
      'DeploymentAlreadyCompletedException',
      'DeploymentDoesNotExistException',
      'DeploymentIsNotInReadyStateException',
      'ThrottlingException',
    ],
    common: ['CodeDeployException', 'SdkClientException'],
  },
  ...[
    ['DynamoDB', 'AmazonDynamoDBException'] as const,
    ['DynamoDb', 'DynamoDbException'] as const,
  ].map(([prefix, nameless]) => ({
    prefix,
    sdk: '@aws-sdk/client-dynamodb',
    modelled: [
      'ConditionalCheckFailedException',
      'InternalServerError',
      'ProvisionedThroughputExceededException',
      'RequestLimitExceeded',
      'ThrottlingException',
    ],
    common: [
      'InternalServerErrorException',
      'RequestLimitExceededException',
      'SdkClientException',
      nameless,
    ],
  })),
  {
    prefix: 'Ecs',
    sdk: '@aws-sdk/client-ecs',
    modelled: ['ServerException', 'ServiceNotFoundException'],
    common: ['EcsException', 'SdkClientException', 'ThrottlingException'],
  },
  {
    prefix: 'ElasticLoadBalancingV2',
    sdk: '@aws-sdk/client-elastic-load-balancing-v2',
    modelled: ['RuleNotFoundException'],
    common: ['ElasticLoadBalancingV2Exception', 'SdkClientException', 'ThrottlingException'],
  },
  {
    prefix: 'Lambda',
    sdk: '@aws-sdk/client-lambda',
    modelled: ['ServiceException', 'TooManyRequestsException'],
    common: ['AWSLambdaException', 'SdkClientException'],
  },
  {
    prefix: 'Ssm',
    sdk: '@aws-sdk/client-ssm',
    modelled: ['InternalServerError', 'ParameterNotFound'],
    common: [
      'InternalServerErrorException',
      'SdkClientException',
      'SsmException',
      'ThrottlingException',
    ],
  },
  ...[
    ['Sfn', 'SfnException'] as const,
    ['StepFunctions', 'AWSStepFunctionsException'] as const,
  ].map(([prefix, nameless]) => ({
    prefix,
    sdk: '@aws-sdk/client-sfn',
    modelled: [
      'ExecutionAlreadyExists',
      'ExecutionDoesNotExist',
      'TaskDoesNotExist',
      'TaskTimedOut',
    ],
    common: ['SdkClientException', 'ThrottlingException', nameless],
  })),
];

export const awsErrorNames: readonly string[] = [
  ...STATES,
  ...FUNCTIONS,
  ...integrations.flatMap(({ prefix, modelled, common }) =>
    [...modelled, ...common].map((name) => `${prefix}.${name}`),
  ),
];
