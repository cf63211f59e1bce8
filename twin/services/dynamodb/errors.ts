// DynamoDB's errors.
import { AwsError } from '../../host/aws-error.ts';

export const validation = (message: string): AwsError =>
  new AwsError('ValidationException', message);

/** The prefix under which DynamoDB refuses most bad values. */
export const invalidParameters = (message: string): AwsError =>
  validation(`One or more parameter values were invalid: ${message}`);

export const tableNotFound = (name: string): AwsError =>
  new AwsError(
    'ResourceNotFoundException',
    `Requested resource not found: Table: ${name} not found`,
  );

/** Item operations do not name the table. */
export const resourceNotFound = (): AwsError =>
  new AwsError('ResourceNotFoundException', 'Requested resource not found');

export const notSimulated = (what: string): AwsError =>
  new AwsError('NotImplemented', `${what} is not simulated`, { status: 501 });
