// Request rates that AWS publishes, as token buckets in virtual time. Where nothing is published, the bound is generous.
import type { Clock } from '../kernel/clock.ts';
import { AwsError } from './aws-error.ts';
import type { ServiceId } from './call-context.ts';

export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

interface ServiceRates {
  /** The name under which the service refuses. */
  readonly error: string;
  readonly status?: number;
  readonly everyOperation: Rate;
  readonly operations?: Readonly<Record<string, Rate>>;
}

const THROTTLED = 'ThrottlingException';

/** Step Functions, us-east-1: quotas page of the developer guide. The rest: service quotas, or a bound of our own. */
const RATES: Readonly<Record<ServiceId, ServiceRates>> = {
  states: {
    error: THROTTLED,
    everyOperation: { burst: 1000, perSecond: 200 },
    operations: {
      StartExecution: { burst: 1300, perSecond: 300 },
      StartSyncExecution: { burst: 1300, perSecond: 300 },
      DescribeExecution: { burst: 300, perSecond: 15 },
      GetExecutionHistory: { burst: 400, perSecond: 20 },
      SendTaskSuccess: { burst: 3000, perSecond: 500 },
      SendTaskFailure: { burst: 3000, perSecond: 500 },
      SendTaskHeartbeat: { burst: 3000, perSecond: 500 },
      TestState: { burst: 50, perSecond: 10 },
      ValidateStateMachineDefinition: { burst: 100, perSecond: 1 },
    },
  },
  'application-autoscaling': { error: THROTTLED, everyOperation: { burst: 50, perSecond: 50 } },
  codebuild: { error: THROTTLED, everyOperation: { burst: 100, perSecond: 50 } },
  codedeploy: { error: THROTTLED, everyOperation: { burst: 100, perSecond: 20 } },
  dynamodb: { error: THROTTLED, everyOperation: { burst: 40_000, perSecond: 40_000 } },
  ecr: { error: THROTTLED, everyOperation: { burst: 1000, perSecond: 500 } },
  ecs: { error: THROTTLED, everyOperation: { burst: 100, perSecond: 40 } },
  elasticloadbalancing: { error: 'Throttling', everyOperation: { burst: 100, perSecond: 40 } },
  events: { error: THROTTLED, everyOperation: { burst: 10_000, perSecond: 10_000 } },
  lambda: {
    error: 'TooManyRequestsException',
    everyOperation: { burst: 10_000, perSecond: 10_000 },
  },
  logs: { error: THROTTLED, everyOperation: { burst: 5000, perSecond: 1500 } },
  monitoring: { error: 'Throttling', everyOperation: { burst: 500, perSecond: 50 } },
  s3: { error: 'SlowDown', status: 503, everyOperation: { burst: 5500, perSecond: 3500 } },
  scheduler: { error: THROTTLED, everyOperation: { burst: 500, perSecond: 500 } },
  secretsmanager: { error: THROTTLED, everyOperation: { burst: 10_000, perSecond: 10_000 } },
  sns: { error: 'Throttled', everyOperation: { burst: 30_000, perSecond: 30_000 } },
  sqs: { error: 'RequestThrottled', everyOperation: { burst: 30_000, perSecond: 30_000 } },
  ssm: { error: THROTTLED, everyOperation: { burst: 40, perSecond: 40 } },
  sts: { error: 'Throttling', everyOperation: { burst: 600, perSecond: 600 } },
};

export interface RateLimiter {
  /** Takes a token, or refuses as the service would. */
  take(call: { service: ServiceId; operation: string; region: string }): void;
}

/** What holds for an operation, and whether it has a bucket of its own. */
export function rateOf(
  service: ServiceId,
  operation: string,
): { readonly rate: Rate; readonly ofOperation: boolean } {
  const { operations, everyOperation } = RATES[service];
  const own = operations?.[operation];
  return { rate: own ?? everyOperation, ofOperation: own !== undefined };
}

export function throttled(service: ServiceId): AwsError {
  const { error, status = 400 } = RATES[service];
  return new AwsError(error, 'Rate exceeded', { status });
}

export function createRateLimiter(clock: Clock): RateLimiter {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    take({ service, operation, region }) {
      const { rate, ofOperation } = rateOf(service, operation);
      const { burst, perSecond } = rate;
      const key = `${region} ${service} ${ofOperation ? operation : ''}`;
      const now = clock.now();
      const bucket = buckets.get(key) ?? { tokens: burst, at: now };
      const tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
      if (tokens < 1) throw throttled(service);
      buckets.set(key, { tokens: tokens - 1, at: now });
    },
  };
}
