// SQS's refusals, in its words.
import { AwsError } from '../../host/aws-error.ts';

export const invalidValue = (value: unknown, parameter: string, reason: string): AwsError =>
  new AwsError(
    'InvalidParameterValue',
    `Value ${value} for parameter ${parameter} is invalid. Reason: ${reason}`,
  );

export const invalidParameter = (message: string): AwsError =>
  new AwsError('InvalidParameterValue', message);

export const missingParameter = (name: string): AwsError =>
  new AwsError('MissingParameter', `The request must contain the parameter ${name}.`);

export const noSuchQueue = (): AwsError =>
  new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
