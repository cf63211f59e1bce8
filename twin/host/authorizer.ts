// Who decides whether a caller may make a call. Without one, everybody may do everything.
import type { CallContext } from './call-context.ts';

export interface Authorizer {
  /** Returns in silence when the call is allowed; throws AwsError as the service would when it is not. */
  authorize(input: object, context: CallContext): void;
}

export const allowEverything: Authorizer = { authorize: () => undefined };
