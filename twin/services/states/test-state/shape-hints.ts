// What the SDK's schemas leave out and TestState checks: bounds, enumerations, and shapes of services without a client here.

export interface Bound {
  readonly type: 'string' | 'number' | 'boolean';
  readonly min?: number;
  readonly max?: number;
  readonly values?: readonly string[];
}

/** By member: a bound, or the hints for the members of a structure. */
export interface ShapeHint {
  readonly [member: string]: Bound | ShapeHint;
}

const LAMBDA_CONFIGURATION: ShapeHint = {
  MemorySize: { type: 'number', min: 128, max: 10_240 },
  Timeout: { type: 'number', min: 1 },
};

/** By service and operation, as in the API's own model. */
export const KNOWN_SHAPES: Readonly<Record<string, ShapeHint>> = {
  'lambda:GetFunction': { Configuration: LAMBDA_CONFIGURATION },
  'lambda:GetFunctionConfiguration': LAMBDA_CONFIGURATION,
  'kms:Encrypt': {
    CiphertextBlob: { type: 'string' },
    KeyId: { type: 'string' },
    EncryptionAlgorithm: {
      type: 'string',
      values: ['SYMMETRIC_DEFAULT', 'RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256', 'SM2PKE'],
    },
  },
  's3:GetObject': {
    AcceptRanges: { type: 'string' },
    Body: { type: 'string' },
    BucketKeyEnabled: { type: 'boolean' },
    CacheControl: { type: 'string' },
    ContentEncoding: { type: 'string' },
    ContentLength: { type: 'number' },
    ContentType: { type: 'string' },
    DeleteMarker: { type: 'boolean' },
    ETag: { type: 'string' },
    LastModified: { type: 'string' },
    PartsCount: { type: 'number' },
    VersionId: { type: 'string' },
    StorageClass: {
      type: 'string',
      values: [
        'STANDARD',
        'REDUCED_REDUNDANCY',
        'STANDARD_IA',
        'ONEZONE_IA',
        'INTELLIGENT_TIERING',
        'GLACIER',
        'DEEP_ARCHIVE',
        'OUTPOSTS',
        'GLACIER_IR',
        'SNOW',
        'EXPRESS_ONEZONE',
        'FSX_OPENZFS',
        'FSX_ONTAP',
      ],
    },
  },
};
