// The shapes of the SDK client that describes this service.
import type { Operations } from '../../host/operations.ts';

export type Sdk = typeof import('@aws-sdk/client-cloudwatch');
export type Handlers = Operations<Sdk>;
