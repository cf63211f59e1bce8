// The registry: which services there are, what their specs say, and where they run. CDK writes it, nobody else does.
import { GetParameterCommand, GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
import { errorNames } from '../core/contract/error-names.ts';
import {
  repositoryParameterName,
  type Site,
  siteParameterName,
  siteSchema,
  specParameterName,
} from '../core/contract/site.ts';
import type { Spec } from '../core/spec/spec.ts';
import { clientSettings } from './client-settings.ts';
import { Failure, isNamed } from './failure.ts';

export interface Registry {
  /** The names of all registered services. */
  services(): Promise<readonly string[]>;
  /** The service whose images a repository holds; undefined where none is registered. */
  serviceOf(repository: string): Promise<string | undefined>;
  spec(service: string): Promise<Spec>;
  site(place: { service: string; environment: string }): Promise<Site>;
}

/** Ten parameters a page: a thousand services. */
const PAGES_MAX = 100;

/** Sites change when a stack is deployed; a warm function need not ask before each step. */
const SITE_KEPT_MS = 60_000;

export function openRegistry(prefix: string): Registry {
  const client = new SSMClient(clientSettings());
  const sites = new Map<string, { readonly site: Site; readonly readAt: number }>();
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
    async services() {
      const names: string[] = [];
      let token: string | undefined;
      for (let pages = 0; pages < PAGES_MAX; pages += 1) {
        const { Parameters = [], NextToken } = await client.send(
          new GetParametersByPathCommand({
            Path: repositoryParameterName(prefix, '').slice(0, -1),
            Recursive: true,
            NextToken: token,
          }),
        );
        names.push(...Parameters.map(({ Value }) => Value ?? ''));
        token = NextToken;
        if (token === undefined) break;
      }
      return names;
    },
    async serviceOf(repository) {
      try {
        const name = repositoryParameterName(prefix, repository);
        const { Parameter } = await client.send(new GetParameterCommand({ Name: name }));
        return Parameter?.Value;
      } catch (error) {
        if (isNamed(error, 'ParameterNotFound')) return undefined;
        throw error;
      }
    },
    // The parameter was made from a checked spec, in the same commit as this code.
    spec: async (service) => (await read(specParameterName(prefix, service), service)) as Spec,
    async site(place) {
      const name = siteParameterName(prefix, place);
      const known = sites.get(name);
      if (known !== undefined && Date.now() - known.readAt < SITE_KEPT_MS) return known.site;
      const what = `${place.service} in ${place.environment}`;
      const site = siteSchema.parse(await read(name, what));
      sites.set(name, { site, readAt: Date.now() });
      return site;
    },
  };
}
