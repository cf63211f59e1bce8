// Execution environments of a function: warm ones are used again, cold ones are started and take their time.
import { roleCaller } from '../../host/caller.ts';
import type { ServiceHost } from '../../host/service.ts';
import type { Random } from '../../kernel/random.ts';
import type { Seat } from '../../network/origin.ts';
import { createEnvironment } from '../../sandbox/environment.ts';
import type { LambdaFunction, Sandbox } from './function.ts';
import type { NetworkAt } from './network.ts';

export interface Pool {
  acquire(fn: LambdaFunction, requestId: string): Promise<{ sandbox: Sandbox; initMs: number }>;
  release(sandbox: Sandbox): void;
  discard(fn: LambdaFunction, sandbox: Sandbox): void;
}

export interface PoolOptions {
  readonly host: ServiceHost;
  readonly network: NetworkAt;
  readonly writeLog: (fn: LambdaFunction, stream: string, message: string) => void;
}

/** A cold start of a bundled Node function: seen by many, promised by nobody. */
const COLD_START_MS = { median: 350, p99: 1500 };
/** Lambda keeps an idle environment for some minutes; nothing is promised. */
const KEEP_WARM_MS = 10 * 60_000;

export function createPool({ host, network, writeLog }: PoolOptions): Pool {
  const { clock, random, ids } = host;

  function start(fn: LambdaFunction, requestId: string): Sandbox {
    const { FunctionName, Handler = '', Version = '$LATEST' } = fn.configuration;
    const logStream = `${day(clock.date())}/[${Version}]${ids.hex(32)}`;
    const reach = network(seatOf(fn, random.fork(`seat ${logStream}`)));
    const sandbox: Sandbox = {
      environment: createEnvironment({
        code: fn.code,
        handler: Handler,
        variables: variablesOf(host, fn, logStream),
        clock,
        hold: host.pump.during,
        random: random.fork(`${FunctionName} ${logStream}`),
        network: (request, line) => {
          sandbox.onRequest?.();
          return reach(request, line);
        },
        log: (level, text) => {
          const id = started?.requestId ?? requestId;
          writeLog(fn, logStream, logLine({ date: clock.date(), requestId: id, level, text }));
        },
      }),
      logStream,
      requestId,
      idleSince: clock.now(),
      busy: true,
      onRequest: undefined,
    };
    // Code may log while it loads, when there is no sandbox to ask yet.
    const started: Sandbox | undefined = sandbox;
    return sandbox;
  }

  return {
    async acquire(fn, requestId) {
      const warm = takeWarm(fn, clock.now());
      if (warm !== undefined) {
        warm.requestId = requestId;
        return { sandbox: warm, initMs: 0 };
      }
      const initMs = random.logNormal(COLD_START_MS.median, COLD_START_MS.p99);
      await clock.sleep(initMs);
      const sandbox = start(fn, requestId);
      fn.sandboxes.push(sandbox);
      return { sandbox, initMs };
    },
    release(sandbox) {
      sandbox.busy = false;
      sandbox.onRequest = undefined;
      sandbox.idleSince = clock.now();
    },
    discard(fn, sandbox) {
      sandbox.environment.stop();
      fn.sandboxes = fn.sandboxes.filter((each) => each !== sandbox);
    },
  };
}

function takeWarm(fn: LambdaFunction, now: number): Sandbox | undefined {
  const [kept, expired] = [
    fn.sandboxes.filter((each) => each.busy || now - each.idleSince < KEEP_WARM_MS),
    fn.sandboxes.filter((each) => !each.busy && now - each.idleSince >= KEEP_WARM_MS),
  ];
  for (const each of expired) each.environment.stop();
  fn.sandboxes = kept;
  const warm = kept.find((each) => !each.busy);
  if (warm !== undefined) warm.busy = true;
  return warm;
}

/** In one of the subnets that the function was given. */
function seatOf({ configuration }: LambdaFunction, random: Random): Seat | undefined {
  const { SubnetIds = [], SecurityGroupIds = [] } = configuration.VpcConfig ?? {};
  const subnetId = SubnetIds[random.below(SubnetIds.length)];
  return subnetId === undefined ? undefined : { subnetId, securityGroupIds: SecurityGroupIds };
}

/** What Lambda puts into the environment besides the function's own variables. */
function variablesOf(
  host: ServiceHost,
  fn: LambdaFunction,
  logStream: string,
): Record<string, string> {
  const { FunctionName, Handler, Role, MemorySize, Runtime, Version } = fn.configuration;
  const credentials = host.credentials.issue(roleCaller(Role ?? '', FunctionName));
  return {
    ...fn.configuration.Environment?.Variables,
    AWS_REGION: host.region,
    AWS_DEFAULT_REGION: host.region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_LAMBDA_FUNCTION_NAME: FunctionName,
    AWS_LAMBDA_FUNCTION_VERSION: Version ?? '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(MemorySize),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${FunctionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    AWS_EXECUTION_ENV: `AWS_Lambda_${Runtime}`,
    LAMBDA_TASK_ROOT: '/var/task',
    TZ: ':UTC',
    _HANDLER: Handler ?? '',
  };
}

const day = (date: Date): string => date.toISOString().slice(0, 10).replaceAll('-', '/');

/** Node's runtime puts time, request and level before a line; raw writes to stdout and JSON stay as they are. */
function logLine(line: { date: Date; requestId: string; level: string; text: string }): string {
  const { date, requestId, level, text } = line;
  if (level === '' || text.startsWith('{')) return text;
  return `${date.toISOString()}\t${requestId}\t${level}\t${text}`;
}
