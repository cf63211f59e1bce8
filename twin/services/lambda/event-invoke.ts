// How a function wants its event invocations handled: retries, age and destinations.
import type * as sdk from '@aws-sdk/client-lambda';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import type { ServiceHost } from '../../host/service.ts';
import type { EventInvokeSettings, FunctionStore, LambdaFunction } from './function.ts';

/** Developer guide, asynchronous invocation: two retries, six hours. */
const RETRIES_DEFAULT = 2;
const AGE_SECONDS_MAX = 21_600;

export const eventInvokeSettings = (fn: LambdaFunction) => ({
  maximumRetryAttempts: RETRIES_DEFAULT,
  maximumEventAgeSeconds: AGE_SECONDS_MAX,
  onSuccess: undefined,
  onFailure: undefined,
  ...fn.eventInvoke,
});

export function eventInvokeOperations(
  host: ServiceHost,
  store: FunctionStore,
): Operations<typeof sdk> {
  const put = (input: sdk.PutFunctionEventInvokeConfigCommandInput, base?: EventInvokeSettings) => {
    const fn = store.find(input.FunctionName ?? '');
    fn.eventInvoke = {
      maximumRetryAttempts:
        input.MaximumRetryAttempts ?? base?.maximumRetryAttempts ?? RETRIES_DEFAULT,
      maximumEventAgeSeconds:
        input.MaximumEventAgeInSeconds ?? base?.maximumEventAgeSeconds ?? AGE_SECONDS_MAX,
      onSuccess: input.DestinationConfig?.OnSuccess?.Destination ?? base?.onSuccess,
      onFailure: input.DestinationConfig?.OnFailure?.Destination ?? base?.onFailure,
      lastModified: host.clock.date(),
    };
    return describe(fn, fn.eventInvoke);
  };
  const existing = (name: string | undefined) => {
    const fn = store.find(name ?? '');
    if (fn.eventInvoke !== undefined) return { fn, settings: fn.eventInvoke };
    throw new AwsError(
      'ResourceNotFoundException',
      `The function ${fn.configuration.FunctionArn} doesn't have an EventInvokeConfig`,
      { fields: { Type: 'User' } },
    );
  };
  return {
    PutFunctionEventInvokeConfig: (input) => put(input),
    UpdateFunctionEventInvokeConfig: (input) => put(input, existing(input.FunctionName).settings),
    GetFunctionEventInvokeConfig(input) {
      const { fn, settings } = existing(input.FunctionName);
      return describe(fn, settings);
    },
    DeleteFunctionEventInvokeConfig(input) {
      existing(input.FunctionName).fn.eventInvoke = undefined;
      return {};
    },
  };
}

const describe = (fn: LambdaFunction, settings: EventInvokeSettings) => ({
  FunctionArn: `${fn.configuration.FunctionArn}:$LATEST`,
  LastModified: settings.lastModified,
  MaximumRetryAttempts: settings.maximumRetryAttempts,
  MaximumEventAgeInSeconds: settings.maximumEventAgeSeconds,
  DestinationConfig: {
    OnSuccess: settings.onSuccess === undefined ? {} : { Destination: settings.onSuccess },
    OnFailure: settings.onFailure === undefined ? {} : { Destination: settings.onFailure },
  },
});
