// The whole shop: repositories, services, and the orchestrator that releases them.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { OrchestratorStack, readReleaseSpec, type Spec } from '../../lib/index.ts';
import { RepositoriesStack } from './repositories-stack.ts';
import { ServicesStack, type ServicesStackProps } from './services-stack.ts';

const RELEASES = join(import.meta.dirname, 'releases');

export const shopSpecs = (): readonly Spec[] =>
  readdirSync(RELEASES)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => readReleaseSpec(join(RELEASES, file)));

/** Adds the shop's stacks to an app, for the given specs or all of its own. */
export function defineShop(
  app: App,
  specs: readonly Spec[] = shopSpecs(),
  options: Pick<ServicesStackProps, 'https'> = {},
): OrchestratorStack {
  const { repositories } = new RepositoriesStack(app, 'ShopRepositories', specs);
  const shop = new ServicesStack(app, 'Shop', { specs, repositories, ...options });
  return new OrchestratorStack(app, 'Spillway', {
    vpc: shop.vpc,
    checks: {
      clusterArn: shop.cluster.clusterArn,
      subnetIds: shop.vpc.privateSubnets.map(({ subnetId }) => subnetId),
      taskRoleArns: shop.checks.taskRoleArns,
    },
    services: specs.map((spec) => ({ spec, sites: shop.services.get(spec.service) ?? {} })),
  });
}
