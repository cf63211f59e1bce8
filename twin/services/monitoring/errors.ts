// CloudWatch's errors, with the codes that its callers match on.
import { AwsError } from '../../host/aws-error.ts';

export const validationError = (message: string): AwsError =>
  new AwsError('ValidationError', message, { status: 400 });

export const invalidValue = (message: string): AwsError =>
  new AwsError('InvalidParameterValueException', message);

export const invalidCombination = (message: string): AwsError =>
  new AwsError('InvalidParameterCombinationException', message);

export const missingParameter = (name: string): AwsError =>
  new AwsError('MissingRequiredParameterException', `The parameter ${name} is required.`);

export const resourceNotFound = (message: string): AwsError =>
  new AwsError('ResourceNotFound', message);

/** The wording with which every AWS service refuses a value outside its enum. */
export const notInEnum = (member: string, got: string, allowed: readonly string[]): AwsError =>
  validationError(
    `1 validation error detected: Value '${got}' at '${member}' failed to satisfy constraint: ` +
      `Member must satisfy enum value set: [${allowed.join(', ')}]`,
  );
