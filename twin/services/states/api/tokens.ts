// Task tokens: who holds one may end the task, or say that it is alive.
import type * as sdk from '@aws-sdk/client-sfn';
import { AwsError } from '../../../host/aws-error.ts';
import type { Operations } from '../../../host/operations.ts';
import type { Ids } from '../../../kernel/ids.ts';
import type { TaskCall } from '../engine/model.ts';
import { StateError } from '../errors/state-error.ts';
import type { Tokens } from '../integrations/registry.ts';
import type { Payload } from '../json.ts';
import { taskOutput } from './json-text.ts';

interface Waiter {
  readonly stateMachineArn: string;
  succeed(output: Payload): void;
  fail(error: StateError): void;
  heartbeat(): void;
}

export interface TokenDesk extends Tokens {
  readonly operations: Operations<typeof sdk>;
  /** The state machine whose task waits for the token, as long as it waits. */
  stateMachineOf(token: string): string | undefined;
}

/** All tokens begin alike, as AWS's do. */
const PREFIX = 'AQCUAAAAKgAAAAMAAAAAAAAAAT';

export function createTokenDesk(ids: Ids): TokenDesk {
  const waiting = new Map<string, Waiter>();
  const issued = new Set<string>();

  function waiterFor(token: string | undefined): Waiter {
    const waiter = waiting.get(token ?? '');
    if (waiter !== undefined) return waiter;
    if (issued.has(token ?? '')) {
      throw new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
    }
    throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
  }

  return {
    create() {
      const token = PREFIX + Buffer.from(ids.hex(96), 'hex').toString('base64');
      issued.add(token);
      return token;
    },
    wait: (call) => wait(call, waiting),
    stateMachineOf: (token) => waiting.get(token)?.stateMachineArn,
    operations: {
      SendTaskSuccess({ taskToken, output }) {
        const payload = taskOutput(output);
        waiterFor(taskToken).succeed(payload);
        return {};
      },
      SendTaskFailure({ taskToken, error, cause }) {
        waiterFor(taskToken).fail(new StateError(error, cause));
        return {};
      },
      SendTaskHeartbeat({ taskToken }) {
        waiterFor(taskToken).heartbeat();
        return {};
      },
    },
  };
}

function wait(call: TaskCall, waiting: Map<string, Waiter>): Promise<Payload> {
  const token = call.taskToken ?? '';
  call.scope.onAbort(() => waiting.delete(token));
  return new Promise((resolve, reject) => {
    waiting.set(token, {
      stateMachineArn: call.execution.identity.stateMachineId,
      succeed(output) {
        waiting.delete(token);
        resolve(output);
      },
      fail(error) {
        waiting.delete(token);
        reject(error);
      },
      heartbeat: call.heartbeat,
    });
  });
}
