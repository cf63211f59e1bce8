// The refusals of the API, in AWS's words.
import { AwsError } from '../../../host/aws-error.ts';

export const invalidArn = (arn: string): AwsError =>
  new AwsError('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${arn}'`);

export const invalidResourceType = (arn: string): AwsError =>
  new AwsError(
    'InvalidArn',
    `Invalid Arn: 'Resource type not valid in this context: ${arn.split(':')[5] ?? ''}'`,
  );

export const invalidName = (name: string): AwsError =>
  new AwsError('InvalidName', `Invalid Name: '${name}'`);

export const machineDoesNotExist = (arn: string): AwsError =>
  new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);

export const executionDoesNotExist = (arn: string): AwsError =>
  new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);

export const activityDoesNotExist = (arn: string): AwsError =>
  new AwsError('ActivityDoesNotExist', `Activity Does Not Exist: '${arn}'`);

/** For aliases, which AWS does not name. */
export const referenceNotFound = (arn: string): AwsError =>
  new AwsError('ResourceNotFound', 'Request references a resource that does not exist.', {
    fields: { resourceName: arn },
  });

export const resourceNotFound = (arn: string): AwsError =>
  new AwsError('ResourceNotFound', `Resource not found: '${arn}'`, {
    fields: { resourceName: arn },
  });

export const validation = (message: string): AwsError =>
  new AwsError('ValidationException', message);

export const conflict = (message: string): AwsError => new AwsError('ConflictException', message);

/** The service's generic check of one member. */
export const constraint = (options: {
  readonly value: string | number;
  readonly member: string;
  readonly rule: string;
}): AwsError =>
  validation(
    `1 validation error detected: Value '${options.value}' at '${options.member}' failed to satisfy constraint: Member must ${options.rule}`,
  );
