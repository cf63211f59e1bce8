// Where the end of an asynchronous invocation is told: destinations and dead letters, in the function's own name.
import { roleCaller } from '../../host/caller.ts';
import type { ServiceHost } from '../../host/service.ts';
import type { LambdaFunction } from './function.ts';
import type { Invocation, Outcome } from './run.ts';

/** How an asynchronous invocation ended. */
export interface End {
  readonly invocation: Invocation;
  readonly outcome: Outcome | undefined;
  readonly attempts: number;
  readonly condition: 'RetriesExhausted' | 'EventAgeExceeded' | 'Success';
}

export function destinationRecord(host: ServiceHost, fn: LambdaFunction, end: End): string {
  const { invocation, outcome, attempts, condition } = end;
  return JSON.stringify({
    version: '1.0',
    timestamp: host.clock.date().toISOString(),
    requestContext: {
      requestId: invocation.requestId,
      functionArn: `${fn.configuration.FunctionArn}:$LATEST`,
      condition,
      approximateInvokeCount: attempts,
    },
    requestPayload: JSON.parse(invocation.payload === '' ? '{}' : invocation.payload),
    ...(outcome === undefined
      ? {}
      : {
          responseContext: {
            statusCode: 200,
            executedVersion: '$LATEST',
            ...(outcome.functionError === undefined
              ? {}
              : { functionError: outcome.functionError }),
          },
          responsePayload: JSON.parse(outcome.payload),
        }),
  });
}

export async function sendTo(
  host: ServiceHost,
  fn: LambdaFunction,
  arn: string,
  body: string,
): Promise<void> {
  const caller = roleCaller(fn.configuration.Role ?? '', fn.configuration.FunctionName);
  const [, , service = '', , account = '', resource = ''] = arn.split(':');
  if (service === 'sqs') {
    const QueueUrl = `https://sqs.${host.region}.amazonaws.com/${account}/${resource}`;
    const input = { QueueUrl, MessageBody: body };
    await host.call({ service: 'sqs', operation: 'SendMessage', input, caller });
  } else if (service === 'sns') {
    const input = { TopicArn: arn, Message: body };
    await host.call({ service: 'sns', operation: 'Publish', input, caller });
  } else if (service === 'lambda') {
    const input = { FunctionName: arn, InvocationType: 'Event', Payload: Buffer.from(body) };
    await host.call({ service: 'lambda', operation: 'Invoke', input, caller });
  } else if (service === 'events') {
    const entry = {
      EventBusName: arn,
      Source: 'lambda',
      DetailType: 'Lambda Function Invocation Result',
      Resources: [fn.configuration.FunctionArn],
      Detail: body,
    };
    await host.call({
      service: 'events',
      operation: 'PutEvents',
      input: { Entries: [entry] },
      caller,
    });
  }
}
