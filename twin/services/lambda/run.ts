// One invocation: a handler run in an execution environment, until it answers, throws, takes too long or is killed.
import type { ServiceHost } from '../../host/service.ts';
import { requireCapacity } from './concurrency.ts';
import type { FunctionStore, LambdaFunction, Sandbox } from './function.ts';
import { createMeasure } from './measure.ts';
import { createPool, type PoolOptions } from './pool.ts';

export interface Outcome {
  readonly payload: string;
  readonly functionError: 'Unhandled' | undefined;
}

export interface Runner {
  /** Throws where as many run as may. */
  admit(fn: LambdaFunction): void;
  run(fn: LambdaFunction, invocation: Invocation): Promise<Outcome>;
}

export interface Invocation {
  readonly payload: string;
  readonly requestId: string;
}

/** A response larger than this is refused. */
const PAYLOAD_BYTES_MAX = 6_291_556;
/** A killed environment dies at one of its first requests. */
const REQUESTS_BEFORE_KILL_MAX = 6;
/** How much later a slow invocation begins, unless the fault says. */
const SLOW_MS = 10_000;

/** The function did not fail by itself: Lambda ended it, and its environment with it. */
class Ended extends Error {
  constructor(errorType: string, message: string) {
    super(message);
    this.name = errorType;
  }
}

export function createRunner(options: PoolOptions & { readonly store: FunctionStore }): Runner {
  const { host, writeLog } = options;
  const pool = createPool(options);
  const measure = createMeasure(host);

  async function serve(
    fn: LambdaFunction,
    sandbox: Sandbox,
    invocation: Invocation,
  ): Promise<string> {
    const { requestId, payload } = invocation;
    const timeoutMs = (fn.configuration.Timeout ?? 3) * 1000;
    const deadlineAt = host.clock.now() + timeoutMs;
    const lifetime = limitLifetime(host, { sandbox, requestId, deadlineAt, timeoutMs });
    const fault = host.faults.strike('lambda', { name: fn.configuration.FunctionName });
    if (fault?.fault === 'killed') lifetime.killSoon(fault.afterRequests);
    if (fault?.fault === 'slow') await host.clock.sleep(fault.delayMs ?? SLOW_MS);
    try {
      const event = JSON.parse(payload === '' ? '{}' : payload);
      const context = createContext(fn, sandbox, () => deadlineAt - host.clock.now());
      const answer = Promise.resolve().then(() => sandbox.environment.handler(event, context));
      return toPayload(await Promise.race([answer, lifetime.ended]));
    } finally {
      lifetime.cancel();
    }
  }

  async function invoke(fn: LambdaFunction, invocation: Invocation): Promise<Outcome> {
    const { requestId } = invocation;
    const { sandbox, initMs } = await pool.acquire(fn, requestId);
    const log = (message: string) => writeLog(fn, sandbox.logStream, message);
    log(`START RequestId: ${requestId} Version: ${fn.configuration.Version}`);
    const startedAt = host.clock.now();
    try {
      const payload = await serve(fn, sandbox, invocation);
      pool.release(sandbox);
      measure.succeeded(fn);
      return { payload, functionError: undefined };
    } catch (error) {
      measure.failed(fn);
      if (error instanceof Ended) pool.discard(fn, sandbox);
      else pool.release(sandbox);
      log(`${requestId}\tERROR\t${error instanceof Error ? error.name : 'Error'}`);
      return failure(error);
    } finally {
      const durationMs = host.clock.now() - startedAt;
      log(`END RequestId: ${requestId}`);
      log(report(fn, { requestId, durationMs, initMs }));
      measure.lasted(fn, durationMs);
    }
  }

  return {
    admit(fn) {
      try {
        requireCapacity(options.store, fn);
      } catch (error) {
        measure.throttled(fn);
        throw error;
      }
    },
    async run(fn, invocation) {
      fn.running += 1;
      measure.started(fn);
      try {
        return await invoke(fn, invocation);
      } catch (error) {
        // The code did not load.
        measure.failed(fn);
        return failure(error);
      } finally {
        fn.running -= 1;
      }
    },
  };
}

interface Lifetime {
  /** Rejects when Lambda ends the invocation. */
  readonly ended: Promise<never>;
  /** Ends it at the request that the code sends after so many, or at one of its first. */
  killSoon(afterRequests?: number): void;
  cancel(): void;
}

function limitLifetime(
  host: ServiceHost,
  limits: { sandbox: Sandbox; requestId: string; deadlineAt: number; timeoutMs: number },
): Lifetime {
  const { sandbox, requestId, deadlineAt, timeoutMs } = limits;
  const { promise, reject } = withReject();
  const end = (errorType: string, message: string) =>
    reject(new Ended(errorType, `RequestId: ${requestId} Error: ${message}`));
  const deadline = host.clock.at(deadlineAt, () =>
    end('Sandbox.Timedout', `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`),
  );
  return {
    ended: promise,
    cancel: () => deadline.cancel(),
    killSoon(afterRequests = host.random.below(REQUESTS_BEFORE_KILL_MAX)) {
      let remaining = afterRequests;
      sandbox.onRequest = () => {
        remaining -= 1;
        if (remaining >= 0) return;
        sandbox.environment.stop();
        end('Runtime.ExitError', 'Runtime exited with error: signal: killed');
      };
    },
  };
}

function withReject(): { promise: Promise<never>; reject: (error: Error) => void } {
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<never>((_resolve, refuse) => {
    reject = refuse;
  });
  // Nobody may be waiting when it rejects.
  promise.catch(() => undefined);
  return { promise, reject };
}

function toPayload(result: unknown): string {
  const payload = JSON.stringify(result) ?? 'null';
  if (Buffer.byteLength(payload) > PAYLOAD_BYTES_MAX) {
    const message = `Response payload size exceeded maximum allowed payload size (${PAYLOAD_BYTES_MAX} bytes).`;
    throw Object.assign(new Error(message), { name: 'Function.ResponseSizeTooLarge' });
  }
  return payload;
}

/** The shape in which Lambda reports what a Node function threw. */
function failure(error: unknown): Outcome {
  const functionError = 'Unhandled';
  if (!(error instanceof Error)) {
    const thrown = { errorType: typeof error, errorMessage: String(error), trace: [] };
    return { payload: JSON.stringify(thrown), functionError };
  }
  const { name: errorType, message: errorMessage } = error;
  const trace = error instanceof Ended ? {} : { trace: [`${errorType}: ${errorMessage}`] };
  return { payload: JSON.stringify({ errorType, errorMessage, ...trace }), functionError };
}

function createContext(fn: LambdaFunction, sandbox: Sandbox, remaining: () => number): object {
  const { FunctionName, FunctionArn, MemorySize, Version } = fn.configuration;
  return {
    awsRequestId: sandbox.requestId,
    functionName: FunctionName,
    functionVersion: Version,
    invokedFunctionArn: FunctionArn,
    memoryLimitInMB: String(MemorySize),
    logGroupName: `/aws/lambda/${FunctionName}`,
    logStreamName: sandbox.logStream,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: remaining,
  };
}

function report(
  fn: LambdaFunction,
  { requestId, durationMs, initMs }: { requestId: string; durationMs: number; initMs: number },
): string {
  const memory = fn.configuration.MemorySize ?? 128;
  const fields = [
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(durationMs)} ms`,
    `Memory Size: ${memory} MB`,
    ...(initMs > 0 ? [`Init Duration: ${initMs.toFixed(2)} ms`] : []),
  ];
  return `REPORT RequestId: ${requestId}\t${fields.join('\t')}`;
}
