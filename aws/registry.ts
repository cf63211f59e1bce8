// The registry: which services there are, what their specs say, and where they run. CDK writes it, nobody else does.
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { errorNames } from '../core/contract/error-names.ts';
import {
  type Site,
  siteParameterName,
  siteSchema,
  specParameterName,
} from '../core/contract/site.ts';
import type { Spec } from '../core/spec/spec.ts';
import { clientSettings } from './client-settings.ts';
import { Failure, isNamed } from './failure.ts';

export interface Registry {
  spec(service: string): Promise<Spec>;
  site(place: { service: string; environment: string }): Promise<Site>;
}

export function openRegistry(prefix: string): Registry {
  const client = new SSMClient(clientSettings());
  async function read(name: string, what: string): Promise<unknown> {
    try {
      const { Parameter } = await client.send(new GetParameterCommand({ Name: name }));
      return JSON.parse(Parameter?.Value ?? '');
    } catch (error) {
      if (!isNamed(error, 'ParameterNotFound')) throw error;
      throw new Failure(errorNames.notFound, `${what} is not registered`, { cause: error });
    }
  }
  return {
    // The parameter was made from a checked spec, in the same commit as this code.
    spec: async (service) => (await read(specParameterName(prefix, service), service)) as Spec,
    site: async (place) =>
      siteSchema.parse(
        await read(siteParameterName(prefix, place), `${place.service} in ${place.environment}`),
      ),
  };
}
