// The shapes of the SDK client that describes this service.
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Operations } from '../../host/operations.ts';

export type Sdk = typeof import('@aws-sdk/client-dynamodb');
export type Handlers = Operations<Sdk>;
export type Item = Readonly<Record<string, AttributeValue>>;
