// The AppSpec of an ECS deployment, JSON or YAML, parsed at the edge.
import { parse } from 'yaml';
import * as z from 'zod';

/** In the order in which they run. */
export const LIFECYCLE_EVENTS = [
  'BeforeInstall',
  'Install',
  'AfterInstall',
  'AllowTestTraffic',
  'AfterAllowTestTraffic',
  'BeforeAllowTraffic',
  'AllowTraffic',
  'AfterAllowTraffic',
] as const;
export type LifecycleEventName = (typeof LIFECYCLE_EVENTS)[number];

const HOOKS = [
  'BeforeInstall',
  'AfterInstall',
  'AfterAllowTestTraffic',
  'BeforeAllowTraffic',
  'AfterAllowTraffic',
] as const satisfies readonly LifecycleEventName[];
export type HookName = (typeof HOOKS)[number];

export interface AppSpec {
  readonly taskDefinition: string;
  readonly containerName: string;
  readonly containerPort: number;
  readonly platformVersion: string | undefined;
  readonly network: z.infer<typeof networkShape> | undefined;
  readonly capacityProviders: z.infer<typeof providerShape>[] | undefined;
  /** Function name or ARN by hook. */
  readonly hooks: ReadonlyMap<HookName, string>;
}

const networkShape = z.object({
  AwsvpcConfiguration: z.object({
    Subnets: z.array(z.string()),
    SecurityGroups: z.array(z.string()).optional(),
    AssignPublicIp: z.enum(['ENABLED', 'DISABLED']).optional(),
  }),
});
const providerShape = z.object({
  CapacityProvider: z.string(),
  Base: z.number().optional(),
  Weight: z.number().optional(),
});
const resourceShape = z.object({
  TargetService: z.object({
    Type: z.literal('AWS::ECS::Service'),
    Properties: z.object({
      TaskDefinition: z.string(),
      LoadBalancerInfo: z.object({ ContainerName: z.string(), ContainerPort: z.coerce.number() }),
      PlatformVersion: z.string().optional(),
      NetworkConfiguration: networkShape.optional(),
      CapacityProviderStrategy: z.array(providerShape).optional(),
    }),
  }),
});
const appSpecShape = z.object({
  version: z.coerce.number().pipe(z.literal(0)),
  Resources: z.tuple([resourceShape]),
  Hooks: z.array(z.partialRecord(z.enum(HOOKS), z.string())).nullish(),
});

type ParsedAppSpec = { readonly spec: AppSpec } | { readonly problem: string };

export function parseAppSpec(content: string): ParsedAppSpec {
  const document = parseText(content);
  const shape = appSpecShape.safeParse(document);
  if (!shape.success) {
    const [issue] = shape.error.issues;
    return {
      problem: `The AppSpec file is not valid: ${issue?.path.join('.')}: ${issue?.message}`,
    };
  }
  const { Properties } = shape.data.Resources[0].TargetService;
  return {
    spec: {
      taskDefinition: Properties.TaskDefinition,
      containerName: Properties.LoadBalancerInfo.ContainerName,
      containerPort: Properties.LoadBalancerInfo.ContainerPort,
      platformVersion: Properties.PlatformVersion,
      network: Properties.NetworkConfiguration,
      capacityProviders: Properties.CapacityProviderStrategy,
      hooks: hooksByName(shape.data.Hooks ?? []),
    },
  };
}

/** JSON is YAML, so that one parser reads both. */
function parseText(content: string): unknown {
  try {
    return parse(content);
  } catch {
    return undefined;
  }
}

function hooksByName(
  entries: readonly Partial<Record<HookName, string>>[],
): ReadonlyMap<HookName, string> {
  const hooks = new Map<HookName, string>();
  for (const entry of entries) {
    for (const name of HOOKS) {
      const target = entry[name];
      if (target !== undefined) hooks.set(name, target);
    }
  }
  return hooks;
}
