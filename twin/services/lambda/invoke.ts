// The Invoke operation: at once and with an answer, later without one, or only a question of permission.
import type * as sdk from '@aws-sdk/client-lambda';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations, Output } from '../../host/operations.ts';
import type { EventQueue } from './asynchronous.ts';
import type { FunctionStore } from './function.ts';
import type { Runner } from './run.ts';
import { executedVersion } from './versions.ts';

/** Quotas of request payloads, synchronous and asynchronous. */
const PAYLOAD_BYTES_MAX = { RequestResponse: 6_291_456, Event: 1_048_576, DryRun: 6_291_456 };

export function invokeOperations(options: {
  store: FunctionStore;
  runner: Runner;
  queue: EventQueue;
}): Operations<typeof sdk> {
  const { store, runner, queue } = options;
  return {
    async Invoke(input, { requestId }) {
      const reference = input.FunctionName ?? '';
      const fn = store.find(reference);
      const ExecutedVersion = executedVersion(fn, reference, input.Qualifier);
      const type = input.InvocationType ?? 'RequestResponse';
      const payload = Buffer.from((input.Payload ?? '') as Uint8Array).toString('utf8');
      requirePayload(payload, PAYLOAD_BYTES_MAX[type]);
      if (type === 'DryRun') return { StatusCode: 204 };
      if (type === 'Event') {
        queue.submit(fn, { payload, requestId });
        return { StatusCode: 202 };
      }
      runner.admit(fn);
      const outcome = await runner.run(fn, { payload, requestId });
      return {
        StatusCode: 200,
        ExecutedVersion,
        Payload: bytes(outcome.payload),
        ...(outcome.functionError === undefined ? {} : { FunctionError: outcome.functionError }),
      };
    },
  };
}

/** The SDK adds conversions to blobs that it reads; what is written needs none. */
const bytes = (text: string) =>
  Buffer.from(text) as Uint8Array as NonNullable<Output<typeof sdk, 'Invoke'>['Payload']>;

function requirePayload(payload: string, bytesMax: number): void {
  const bytes = Buffer.byteLength(payload);
  if (bytes > bytesMax) {
    throw new AwsError(
      'RequestTooLargeException',
      `Request must be smaller than ${bytesMax} bytes for the InvokeFunction operation`,
      { fields: { Type: 'User' } },
    );
  }
  if (payload === '') return;
  try {
    JSON.parse(payload);
  } catch (error) {
    throw new AwsError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${(error as Error).message}`,
      { fields: { Type: 'User' } },
    );
  }
}
