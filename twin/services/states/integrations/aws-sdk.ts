// `aws-sdk:<service>:<action>`: any operation of any service, without anything added.
import { runtimeError } from '../errors/state-error.ts';
import { payloadOf } from '../json.ts';
import { sdkFailure } from './failures.ts';
import { callService, type Integration } from './integration.ts';
import { SDK_SERVICES } from './services.ts';

export function awsSdkIntegration(name: string): Integration {
  const service = SDK_SERVICES[name];
  if (service === undefined) throw runtimeError(`The service ${name} is not simulated.`);
  const failure = sdkFailure(service);
  return {
    async request(task) {
      const { operation, parameters } = task;
      const { output } = await callService(task, { service, failure, operation, parameters });
      return payloadOf(output);
    },
  };
}
