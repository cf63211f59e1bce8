// A world to rehearse in: an assembly deployed on a twin, its first images in place, its users at the doors.
import type { GetMetricDataInput } from '@aws-sdk/client-cloudwatch';
import type { GetParametersByPathResult } from '@aws-sdk/client-ssm';
import { type Site, siteSchema } from '../core/contract/site.ts';
import type { Assembly } from '../twin/assembly/assembly.ts';
import { type Deployment, deployAssembly } from '../twin/assembly/deploy.ts';
import type { Authorizer } from '../twin/host/authorizer.ts';
import { createIam, type Iam, twinLookups } from '../twin/iam/index.ts';
import type { Trace } from '../twin/kernel/trace.ts';
import { playScenario } from '../twin/scenario/play-scenario.ts';
import type { Scenario } from '../twin/scenario/schema.ts';
import { allServices, type ServicesOptions } from '../twin/services/all.ts';
import { createTwin, DEFAULT_ACCOUNT, DEFAULT_REGION, type Twin } from '../twin/twin.ts';
import type { Users } from '../twin/users/users.ts';

export interface World {
  readonly twin: Twin;
  readonly iam: Iam;
  readonly region: string;
  readonly deployment: Deployment;
  readonly sites: readonly Site[];
  readonly users: Users;
  /** Spillway's table. */
  readonly tableName: string;
  /** Where operators decide. */
  readonly operateUrl: string;
}

export interface WorldOptions {
  readonly assembly: Assembly;
  /** Made once the places are known where services run. */
  readonly scenario: (sites: readonly Site[]) => Scenario;
  readonly seed: number;
  /** Stacks that come first, and the images that must be in their repositories before the rest. */
  readonly first: { readonly stackNames: readonly string[]; readonly images: readonly Image[] };
  readonly keepTrace?: number;
  readonly services?: ServicesOptions;
}

export interface Image {
  readonly repositoryName: string;
  readonly tags: readonly string[];
  readonly architectures?: readonly [string, ...string[]];
}

export async function startWorld(options: WorldOptions): Promise<World> {
  const { assembly, scenario, seed, first } = options;
  let iam: Iam | undefined;
  const twin = createTwin({
    services: allServices(options.services),
    seed,
    ...(options.keepTrace === undefined ? {} : { keepTrace: options.keepTrace }),
    authorizer: (core) => {
      iam = createIam({
        account: DEFAULT_ACCOUNT,
        now: () => core.clock.date(),
        lookups: twinLookups(core),
      });
      return metered(iam, core.trace);
    },
  });
  if (iam === undefined) throw new Error('the twin asked for no authorizer');
  const region = DEFAULT_REGION;
  const early = assembly.stacks.filter(({ stackName }) => first.stackNames.includes(stackName));
  const begun = await deployAssembly(twin, { ...assembly, stacks: early }, { iam, region });
  for (const image of first.images) twin.peer('ecr', region).push(image);
  const deployment = await begun.update(assembly);
  const registry = await readRegistry(twin, region);
  const sites = registry
    .filter(({ name }) => name.includes('/sites/'))
    .map(({ value }) => siteSchema.parse(JSON.parse(value)));
  const registered = (wanted: string): string =>
    registry.find(({ name }) => name === `/spillway/${wanted}`)?.value ?? '';
  const users = playScenario(scenario(sites), twin, region);
  const [tableName, operateUrl] = [registered('table'), registered('operate-url')];
  return { twin, iam, region, deployment, sites, users, tableName, operateUrl };
}

/** CloudWatch bills each metric that is asked for, and only the call itself says how many that were. */
function metered(authorizer: Authorizer, trace: Trace): Authorizer {
  return {
    authorize(input, context) {
      const { MetricDataQueries: asked } = input as GetMetricDataInput;
      if (asked !== undefined) {
        trace.add('bill', { metricsRead: asked.length, caller: context.caller.arn });
      }
      authorizer.authorize(input, context);
    },
  };
}

/** Spillway's own registry, as its functions read it. */
async function readRegistry(twin: Twin, region: string): Promise<readonly Parameter[]> {
  const parameters: Parameter[] = [];
  let NextToken: string | undefined;
  do {
    const input = { Path: '/spillway', Recursive: true, NextToken };
    const page = (await twin.call({
      service: 'ssm',
      operation: 'GetParametersByPath',
      input,
      region,
    })) as GetParametersByPathResult;
    for (const { Name = '', Value = '' } of page.Parameters ?? []) {
      parameters.push({ name: Name, value: Value });
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return parameters;
}

interface Parameter {
  readonly name: string;
  readonly value: string;
}
