// A Lambda service with two functions' worth of behaviour, for cases that need only an answer.
import type * as sdk from '@aws-sdk/client-lambda';
import type { Output } from '../../../twin/host/operations.ts';
import { defineService } from '../../../twin/host/service.ts';

/** `greeter` returns text; any other function returns an empty object. */
export const stubLambda = defineService<typeof sdk, undefined>({
  id: 'lambda',
  load: () => import('@aws-sdk/client-lambda'),
  create: () => ({
    peer: undefined,
    operations: {
      Invoke: ({ FunctionName = '' }) => ({
        StatusCode: 200,
        ExecutedVersion: '$LATEST',
        Payload: payload(FunctionName.endsWith('greeter') ? '"HelloWorld!"' : '{}'),
      }),
    },
  }),
});

const payload = (text: string) =>
  Buffer.from(text) as Uint8Array as NonNullable<Output<typeof sdk, 'Invoke'>['Payload']>;
