// Services that try a role out when it is handed to them, and what they say when it does not trust them.
import { AwsError } from '../host/aws-error.ts';

interface Trial {
  readonly name: string;
  message(roleArn: string): string;
  /** What the service gives as aws:SourceArn, where it is not the resource that gets the role. */
  source?(resource: string): string;
}

/** ECS tries only when it starts a task; CodeDeploy asks for itself. */
const TRIALS: Readonly<Record<string, Trial>> = {
  'lambda.amazonaws.com': {
    name: 'InvalidParameterValueException',
    message: () => 'The role defined for the function cannot be assumed by Lambda.',
  },
  'states.amazonaws.com': {
    name: 'AccessDeniedException',
    message: () =>
      'Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.',
  },
  'events.amazonaws.com': {
    name: 'ValidationException',
    message: (roleArn) =>
      `Provided role '${roleArn}' cannot be assumed by principal 'events.amazonaws.com'.`,
  },
  'scheduler.amazonaws.com': {
    name: 'ValidationException',
    message: () =>
      'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.',
    // Schedules act on behalf of their group.
    source: (schedule) => schedule.replace(/:schedule\/([^/]+)\/.*$/, ':schedule-group/$1'),
  },
  'codebuild.amazonaws.com': {
    name: 'InvalidInputException',
    message: () => 'CodeBuild is not authorized to perform: sts:AssumeRole on service role.',
  },
};

/** Whether the service that gets a role tries it out at once. */
export const triesRole = (principal: string): boolean => principal in TRIALS;

export const sourceOf = (principal: string, resource: string): string =>
  TRIALS[principal]?.source?.(resource) ?? resource;

export function roleNotTrusting(principal: string, roleArn: string): AwsError {
  const trial = TRIALS[principal];
  return new AwsError(trial?.name ?? 'AccessDenied', trial?.message(roleArn) ?? roleArn);
}
