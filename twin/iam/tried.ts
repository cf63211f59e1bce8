// Services that try the caller's rights before they act, and list whatever is missing in one refusal of their own.
import { AwsError } from '../host/aws-error.ts';
import type { Need } from './actions/index.ts';

export function requireTried(needs: readonly Need[], require: (need: Need) => void): void {
  const missing = needs.filter((need) => isRefused(() => require(need)));
  if (missing.length === 0) return;
  const actions = [...new Set(missing.map(({ action }) => action))];
  throw new AwsError(
    'ValidationException',
    `User is missing the following permissions: ${actions.join(', ')}`,
  );
}

function isRefused(ask: () => void): boolean {
  try {
    ask();
    return false;
  } catch (error) {
    if (error instanceof AwsError) return true;
    throw error;
  }
}
