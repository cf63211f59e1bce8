// How many invocations may run at once: reserved per function, the rest shared by the account.
import { AwsError } from '../../host/aws-error.ts';
import type { FunctionStore, LambdaFunction } from './function.ts';

/** The default quota of an account in a region. */
const ACCOUNT_CONCURRENCY = 1000;
/** At least this much must stay unreserved. */
export const UNRESERVED_MIN = 100;

export function requireCapacity(store: FunctionStore, fn: LambdaFunction): void {
  if (fn.reservedConcurrency !== undefined) {
    if (fn.running >= fn.reservedConcurrency)
      throw refused('ReservedFunctionConcurrentInvocationLimitExceeded');
    return;
  }
  const others = [...store.functions.values()];
  const shared = others.filter((each) => each.reservedConcurrency === undefined);
  const running = shared.reduce((sum, each) => sum + each.running, 0);
  if (running >= ACCOUNT_CONCURRENCY - reservedConcurrency(store)) {
    throw refused('ConcurrentInvocationLimitExceeded');
  }
}

export const unreservedConcurrency = (store: FunctionStore): number =>
  ACCOUNT_CONCURRENCY - reservedConcurrency(store);

const reservedConcurrency = (store: FunctionStore): number =>
  [...store.functions.values()].reduce((sum, fn) => sum + (fn.reservedConcurrency ?? 0), 0);

const refused = (Reason: string): AwsError =>
  new AwsError('TooManyRequestsException', 'Rate Exceeded.', { fields: { Reason, Type: 'User' } });
