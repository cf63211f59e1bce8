// Function URLs: their configuration, and a request that comes in by one.
import type * as sdk from '@aws-sdk/client-lambda';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import type { FunctionUrlRequest, FunctionUrlResponse } from '../../host/peers.ts';
import type { ServiceHost } from '../../host/service.ts';
import type { FunctionStore, LambdaFunction } from './function.ts';
import type { Runner } from './run.ts';

const HOST = /^([a-z0-9]+)\.lambda-url\.[a-z0-9-]+\.on\.aws(?::\d+)?$/;

export function urlOperations(host: ServiceHost, store: FunctionStore): Operations<typeof sdk> {
  const described = (fn: LambdaFunction) => {
    if (fn.url === undefined) {
      throw new AwsError(
        'ResourceNotFoundException',
        'The resource you requested does not exist.',
        {
          fields: { Type: 'User' },
        },
      );
    }
    const { id, authType, createdAt } = fn.url;
    return {
      FunctionUrl: `https://${id}.lambda-url.${host.region}.on.aws/`,
      FunctionArn: fn.configuration.FunctionArn,
      AuthType: authType,
      CreationTime: createdAt,
      LastModifiedTime: createdAt,
      InvokeMode: 'BUFFERED' as const,
    };
  };
  return {
    CreateFunctionUrlConfig(input) {
      const fn = store.find(input.FunctionName ?? '');
      if (fn.url !== undefined) {
        throw new AwsError(
          'ResourceConflictException',
          `Failed to create function url config for [functionArn = ${fn.configuration.FunctionArn}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
        );
      }
      fn.url = {
        id: host.ids.alphanumeric(32).toLowerCase(),
        authType: input.AuthType ?? 'AWS_IAM',
        createdAt: host.clock.date().toISOString(),
      };
      return described(fn);
    },
    GetFunctionUrlConfig: (input) => described(store.find(input.FunctionName ?? '')),
    DeleteFunctionUrlConfig(input) {
      const fn = store.find(input.FunctionName ?? '');
      described(fn);
      fn.url = undefined;
      return {};
    },
  };
}

export function requestUrl(
  { host, store, runner }: { host: ServiceHost; store: FunctionStore; runner: Runner },
  request: FunctionUrlRequest,
): Promise<FunctionUrlResponse> | undefined {
  const [, id] = HOST.exec(request.host) ?? [];
  const fn = [...store.functions.values()].find((each) => id !== undefined && each.url?.id === id);
  return fn === undefined ? undefined : answer({ host, runner }, fn, request);
}

async function answer(
  { host, runner }: { host: ServiceHost; runner: Runner },
  fn: LambdaFunction,
  request: FunctionUrlRequest,
): Promise<FunctionUrlResponse> {
  const requestId = host.ids.uuid();
  try {
    if (fn.url?.authType === 'AWS_IAM') authorize(host, fn, request);
    runner.admit(fn);
  } catch (error) {
    const status =
      error instanceof AwsError && error.name === 'TooManyRequestsException' ? 429 : 403;
    return message(status, status === 429 ? 'Rate Exceeded.' : 'Forbidden');
  }
  const payload = JSON.stringify(toEvent(host, request, requestId));
  const outcome = await runner.run(fn, { payload, requestId });
  return outcome.functionError === undefined
    ? toResponse(JSON.parse(outcome.payload))
    : message(502, 'Internal Server Error');
}

function authorize(host: ServiceHost, fn: LambdaFunction, request: FunctionUrlRequest): void {
  if (!request.signed) throw new AwsError('AccessDeniedException', 'Forbidden');
  const input = { FunctionName: fn.configuration.FunctionArn, FunctionUrlAuthType: 'AWS_IAM' };
  host.authorize({ operation: 'InvokeFunctionUrl', input, caller: request.caller });
}

const message = (statusCode: number, text: string): FunctionUrlResponse => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ Message: text }),
});

/** Payload format 2.0. */
function toEvent(host: ServiceHost, request: FunctionUrlRequest, requestId: string): object {
  const { caller } = request;
  const query = new URLSearchParams(request.query).toString();
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: request.path,
    rawQueryString: query,
    headers: request.headers,
    ...(query === '' ? {} : { queryStringParameters: request.query }),
    requestContext: {
      accountId: host.account,
      apiId: request.host.split('.')[0],
      authentication: null,
      authorizer: request.signed
        ? {
            iam: {
              accountId: caller.account,
              userArn: caller.arn,
              callerId: caller.arn,
              userId: caller.arn,
            },
          }
        : undefined,
      domainName: request.host,
      http: {
        method: request.method,
        path: request.path,
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId,
      routeKey: '$default',
      stage: '$default',
      time: host.clock.date().toISOString(),
      timeEpoch: host.clock.now(),
    },
    body: request.body,
    isBase64Encoded: false,
  };
}

/** A function may answer a whole response, or just any JSON, which then is the body. */
function toResponse(result: unknown): FunctionUrlResponse {
  const given =
    typeof result === 'object' && result !== null ? (result as Record<string, unknown>) : {};
  if (given['statusCode'] === undefined) {
    return {
      statusCode: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(result),
    };
  }
  const body = String(given['body'] ?? '');
  return {
    statusCode: Number(given['statusCode']),
    headers: {
      'content-type': 'application/json',
      ...(given['headers'] as Record<string, string>),
    },
    body: given['isBase64Encoded'] === true ? Buffer.from(body, 'base64').toString('utf8') : body,
  };
}
