// SNS's refusals, in its words.
import { AwsError } from '../../host/aws-error.ts';

export const invalid = (what: string): AwsError =>
  new AwsError('InvalidParameterException', `Invalid parameter: ${what}`);

export const reason = (parameter: string, why: string): AwsError =>
  invalid(`${parameter} Reason: ${why}`);

export const invalidAttribute = (message: string): AwsError =>
  new AwsError('InvalidParameterValueException', message);

export const notFound = (message: string): AwsError => new AwsError('NotFoundException', message);
