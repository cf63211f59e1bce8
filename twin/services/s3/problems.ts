// What S3 refuses, in its own words.
import { AwsError } from '../../host/aws-error.ts';

const refusal =
  (name: string, status: number, message: string) =>
  (fields: Readonly<Record<string, unknown>> = {}): AwsError =>
    new AwsError(name, message, { status, fields });

export const noSuchBucket = refusal('NoSuchBucket', 404, 'The specified bucket does not exist');
export const noSuchKey = refusal('NoSuchKey', 404, 'The specified key does not exist.');
/** HEAD has no body that could say more. */
export const notFound = refusal('NotFound', 404, 'Not Found');
export const bucketIsYours = refusal(
  'BucketAlreadyOwnedByYou',
  409,
  'Your previous request to create the named bucket succeeded and you already own it.',
);
export const bucketNotEmpty = refusal(
  'BucketNotEmpty',
  409,
  'The bucket you tried to delete is not empty',
);
export const invalidBucketName = refusal(
  'InvalidBucketName',
  400,
  'The specified bucket is not valid.',
);
export const preconditionFailed = refusal(
  'PreconditionFailed',
  412,
  'At least one of the pre-conditions you specified did not hold',
);
export const notModified = refusal('NotModified', 304, 'Not Modified');
export const invalidRange = refusal('InvalidRange', 416, 'The requested range is not satisfiable');
export const noSuchUpload = refusal(
  'NoSuchUpload',
  404,
  'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
);
export const invalidPart = refusal(
  'InvalidPart',
  400,
  "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
);
export const entityTooSmall = refusal(
  'EntityTooSmall',
  400,
  'Your proposed upload is smaller than the minimum allowed size',
);
export const keyTooLong = refusal('KeyTooLongError', 400, 'Your key is too long');
export const invalidToken = refusal(
  'InvalidArgument',
  400,
  'The continuation token provided is incorrect',
);
