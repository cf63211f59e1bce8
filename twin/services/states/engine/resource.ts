// What a Task's resource ARN says: which kind of task, which service, which action, and how it is waited for.
import type { Resource } from './model.ts';

const INTEGRATION = /^arn:aws[\w-]*:states:[^:]*:[^:]*:((?:aws-sdk:)?[^:]+):([^:]+)$/;
const ACTIVITY = /^arn:aws[\w-]*:states:[^:]*:[^:]*:activity:/;

export type Pattern = 'request' | 'sync' | 'sync:2' | 'waitForTaskToken';

export function parseResource(arn: string): Resource {
  if (ACTIVITY.test(arn)) return { arn, kind: 'activity', service: 'activity', action: '' };
  const [, service, action] = INTEGRATION.exec(sync2AsOneWord(arn)) ?? [];
  if (service === undefined || action === undefined) {
    return { arn, kind: 'lambda', service: 'lambda', action: 'invoke' };
  }
  return { arn, kind: 'service', service, action: action.replace('.sync=2', '.sync:2') };
}

/** `.sync:2` has a colon of its own. */
const sync2AsOneWord = (arn: string): string => arn.replace(/\.sync:2$/, '.sync=2');

export function patternOf(resource: Resource): Pattern {
  if (resource.action.endsWith('.waitForTaskToken')) return 'waitForTaskToken';
  if (resource.action.endsWith('.sync:2')) return 'sync:2';
  return resource.action.endsWith('.sync') ? 'sync' : 'request';
}

/** `startExecution` of `startExecution.sync:2`. */
export const operationOf = (resource: Resource): string => resource.action.split('.')[0] ?? '';
