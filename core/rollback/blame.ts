/** Whether what was taken back is barred: a version answers for what it did, not for a person, a death or AWS. */
import type { Cause } from './situation.ts';

/** What an engine, or a call of AWS, gave as its reason to fail; both empty where nothing is known. */
export interface EngineError {
  /** `THROTTLED`, `CodeDeploy.ThrottlingException`. */
  readonly name: string;
  readonly message: string;
}

/** Who cannot tell bars: a person may release it all the same. */
export function isVersionToBlame(cause: Cause['kind'], errors: readonly EngineError[]): boolean {
  const blamed = toBlame[cause];
  return blamed === 'version' || (blamed === 'whoever failed' && !errors.some(isOfOthers));
}

const toBlame: Readonly<Record<Cause['kind'], 'version' | 'nobody' | 'whoever failed'>> = {
  breach: 'version',
  'check-failed': 'version',
  inconclusive: 'version',
  'engine-failed': 'whoever failed',
  'tasks-missing': 'whoever failed',
  lost: 'nobody',
  operator: 'nobody',
};

/** The name may have a service's before it: machines catch `Ecs.ThrottlingException`. */
function isOfOthers({ name, message }: EngineError): boolean {
  const own = name.split('.').at(-1) ?? '';
  return (
    NOT_ITS_OWN.has(own) ||
    /\brate exceeded\b|\bunable to place a task\b/i.test(message) ||
    isForbidden(own, message)
  );
}

/** A permission that is missing. Machines give many services' refusals the name of all their errors: `EcsException`. */
const isForbidden = (name: string, message: string): boolean =>
  name.startsWith('AccessDenied') ||
  /\bnot authorized to perform\b|\bmissing the following permissions\b/.test(message);

const NOT_ITS_OWN: ReadonlySet<string> = new Set([
  // Of a deployment that somebody stopped: a person, or a rollback that came first and has a cause of its own.
  'MANUAL_STOP',
  // CodeDeploy, of a deployment.
  'THROTTLED',
  'INTERNAL_ERROR',
  'RESOURCE_LIMIT_EXCEEDED',
  'IAM_ROLE_MISSING',
  'IAM_ROLE_PERMISSIONS',
  // Services, of a call.
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestThrottled',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'RequestLimitExceededException',
  'ProvisionedThroughputExceededException',
  // A function, after it had asked AWS several times.
  'Unavailable',
  // Spillway, before anything of the version ran: an alarm of the version before was up, or a task was missing.
  'NotReady',
  'PreflightFailed',
]);

/** From the reason of a machine that failed, `Ecs.ThrottlingException: Rate exceeded`. */
export function errorIn(reason: string): EngineError {
  const [, name = '', message = reason] = /^([\w.]+): (.*)$/s.exec(reason) ?? [];
  return { name, message };
}
