/** Where a service runs in an environment: the AWS names that CDK writes into the registry and Lambdas read. */
import * as z from 'zod';

const targetGroup = z.object({
  arn: z.string(),
  name: z.string(),
  /** `targetgroup/name/id`, as CloudWatch names it. */
  metricName: z.string(),
});

export const siteSchema = z.object({
  service: z.string(),
  environment: z.string(),
  controller: z.enum(['codedeploy', 'ecs']),
  clusterName: z.string(),
  serviceName: z.string(),
  /** The task definition that CloudFormation made: what a release copies and gives another image. */
  taskDefinitionFamily: z.string(),
  containerName: z.string(),
  containerPort: z.number(),
  repositoryUri: z.string(),
  productionListenerArn: z.string(),
  /** Empty where there is no test listener. */
  testListenerArn: z.string(),
  /** `http://name:port` of the test listener, or of the production one where there is no other. */
  testUrl: z.string(),
  /** The name on that listener's certificate, where its URL begins with `https:`; empty elsewhere. */
  tlsName: z.string(),
  /** `app/name/id`, as CloudWatch names it. */
  loadBalancerMetricName: z.string(),
  targetGroups: z.object({ a: targetGroup, b: targetGroup }),
  applicationName: z.string(),
  deploymentGroupName: z.string(),
  /** `service/cluster/name`; empty where nothing scales. */
  scalableResourceId: z.string(),
});

export type Site = z.infer<typeof siteSchema>;

/** The two target groups swap roles with every release. */
export type SiteSlot = keyof Site['targetGroups'];

/** The name under a registry's prefix: `/spillway/auth-service/sites/production`. */
export const siteParameterName = (
  prefix: string,
  { service, environment }: { service: string; environment: string },
): string => `${prefix}/${service}/sites/${environment}`;

/** The spec of a service, as it was written and normalised when the stack was made. */
export const specParameterName = (prefix: string, service: string): string =>
  `${prefix}/${service}/spec`;

/** The service whose images a repository holds. */
export const repositoryParameterName = (prefix: string, repository: string): string =>
  `${prefix}/repositories/${repository}`;
