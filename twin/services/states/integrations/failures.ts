// How the errors of services look to a state: the name that Retry and Catch select by, and the cause.

import type { ServiceModel } from '../../../gateway/service-model.ts';
import { AwsError, LostCall } from '../../../host/aws-error.ts';
import { StateError } from '../errors/state-error.ts';
import type { OptimizedService, SdkService } from './services.ts';

/** Turns what a call threw into the error of the state. Other exceptions are defects and go on as they are. */
export type Failure = (error: unknown, model: ServiceModel, requestId: string) => unknown;

export const sdkFailure =
  ({ label }: SdkService): Failure =>
  (error, model, requestId) => {
    if (error instanceof LostCall) return lost(label, error);
    if (!(error instanceof AwsError)) return error;
    const shape = model.errors.get(error.name);
    const status = error.status ?? shape?.status ?? 400;
    return new StateError(
      `${label}.${shape === undefined ? `${label}Exception` : exceptionName(shape.name)}`,
      `${error.message} (Service: ${label}, Status Code: ${status}, Request ID: ${requestId}) (SDK Attempt Count: 1)`,
    );
  };

export const optimizedFailure =
  ({ label, displayName, otherError }: OptimizedService): Failure =>
  (error, model, requestId) => {
    if (error instanceof LostCall) return lost(label, error);
    if (!(error instanceof AwsError)) return error;
    const shape = model.errors.get(error.name);
    const status = error.status ?? shape?.status ?? 400;
    const code = shape?.queryCode ?? error.name;
    return new StateError(
      `${label}.${shape === undefined ? otherError : exceptionName(shape.name)}`,
      `${error.message} (Service: ${displayName}; Status Code: ${status}; Error Code: ${code}; Request ID: ${requestId}; Proxy: null)`,
    );
  };

const lost = (label: string, error: LostCall): StateError =>
  new StateError(
    `${label}.SdkClientException`,
    `Unable to execute HTTP request: ${error.message} (SDK Attempt Count: 1)`,
  );

/** Java calls them all exceptions, whatever the service's model says. */
const exceptionName = (shape: string): string =>
  `${shape.replace(/(Exception|Error|Fault)$/, '')}Exception`;
