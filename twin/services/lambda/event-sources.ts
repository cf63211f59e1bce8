// Event source mappings for SQS: polls the queue, invokes with a batch, deletes what succeeded.
import type * as sdk from '@aws-sdk/client-lambda';
import type * as sqs from '@aws-sdk/client-sqs';
import { AwsError } from '../../host/aws-error.ts';
import { roleCaller } from '../../host/caller.ts';
import type { Operations, Output } from '../../host/operations.ts';
import type { ServiceHost } from '../../host/service.ts';
import type { FunctionStore } from './function.ts';
import type { Runner } from './run.ts';

type Mapping = Output<typeof sdk, 'CreateEventSourceMapping'> & { UUID: string };

const POLL_MS = 5000;
const BATCH_SIZE_DEFAULT = 10;

export function eventSourceOperations(options: {
  host: ServiceHost;
  store: FunctionStore;
  runner: Runner;
}): Operations<typeof sdk> {
  const { host, store } = options;
  const mappings = new Map<string, Mapping>();

  const find = (id: string | undefined): Mapping => {
    const found = mappings.get(id ?? '');
    if (found !== undefined) return found;
    throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.');
  };

  function schedule(id: string): void {
    host.clock.after(
      POLL_MS,
      async () => {
        const mapping = mappings.get(id);
        if (mapping === undefined) return;
        // A failed poll is tried again at the next one, as Lambda's pollers do.
        if (mapping.State === 'Enabled') await poll(options, mapping).catch(() => undefined);
        schedule(id);
      },
      'upkeep',
    );
  }

  return {
    CreateEventSourceMapping(input) {
      const fn = store.find(input.FunctionName ?? '');
      if (!input.EventSourceArn?.includes(':sqs:')) {
        throw new AwsError('NotImplemented', 'event sources other than SQS are not simulated', {
          status: 501,
        });
      }
      const mapping: Mapping = {
        UUID: host.ids.uuid(),
        EventSourceArn: input.EventSourceArn,
        FunctionArn: fn.configuration.FunctionArn,
        BatchSize: input.BatchSize ?? BATCH_SIZE_DEFAULT,
        FunctionResponseTypes: input.FunctionResponseTypes ?? [],
        State: input.Enabled === false ? 'Disabled' : 'Enabled',
        LastModified: host.clock.date(),
      };
      mappings.set(mapping.UUID, mapping);
      schedule(mapping.UUID);
      return mapping;
    },
    UpdateEventSourceMapping(input) {
      const before = find(input.UUID);
      const State =
        input.Enabled === undefined ? before.State : input.Enabled ? 'Enabled' : 'Disabled';
      const updated = { ...before, State, BatchSize: input.BatchSize ?? before.BatchSize };
      mappings.set(before.UUID, updated);
      return updated;
    },
    GetEventSourceMapping: (input) => find(input.UUID),
    ListEventSourceMappings: () => ({ EventSourceMappings: [...mappings.values()] }),
    DeleteEventSourceMapping(input) {
      const mapping = find(input.UUID);
      mappings.delete(mapping.UUID);
      return { ...mapping, State: 'Deleting' };
    },
  };
}

async function poll(
  { host, store, runner }: { host: ServiceHost; store: FunctionStore; runner: Runner },
  mapping: Mapping,
): Promise<void> {
  const fn = store.find(mapping.FunctionArn ?? '');
  const caller = roleCaller(fn.configuration.Role ?? '', fn.configuration.FunctionName);
  const [, , , , account = '', queue = ''] = mapping.EventSourceArn?.split(':') ?? [];
  const QueueUrl = `https://sqs.${host.region}.amazonaws.com/${account}/${queue}`;
  const received = (await host.call({
    service: 'sqs',
    operation: 'ReceiveMessage',
    input: {
      QueueUrl,
      MaxNumberOfMessages: Math.min(10, mapping.BatchSize ?? BATCH_SIZE_DEFAULT),
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
    },
    caller,
  })) as Output<typeof sqs, 'ReceiveMessage'>;
  const messages = received.Messages ?? [];
  if (messages.length === 0) return;
  const payload = JSON.stringify({
    Records: messages.map((each) => toRecord(host, mapping, each)),
  });
  const outcome = await runner.run(fn, { payload, requestId: host.ids.uuid() });
  if (outcome.functionError !== undefined) return;
  const failed = failedItems(mapping, outcome.payload);
  for (const { MessageId, ReceiptHandle } of messages) {
    if (failed.has(MessageId ?? '')) continue;
    const input = { QueueUrl, ReceiptHandle };
    await host.call({ service: 'sqs', operation: 'DeleteMessage', input, caller });
  }
}

const toRecord = (host: ServiceHost, mapping: Mapping, message: sqs.Message): object => ({
  messageId: message.MessageId,
  receiptHandle: message.ReceiptHandle,
  body: message.Body,
  attributes: message.Attributes ?? {},
  messageAttributes: message.MessageAttributes ?? {},
  md5OfBody: message.MD5OfBody,
  eventSource: 'aws:sqs',
  eventSourceARN: mapping.EventSourceArn,
  awsRegion: host.region,
});

/** Partial batch responses, where the mapping asks for them. */
function failedItems(mapping: Mapping, payload: string): ReadonlySet<string> {
  if (!mapping.FunctionResponseTypes?.includes('ReportBatchItemFailures')) return new Set();
  const answer = JSON.parse(payload) as { batchItemFailures?: { itemIdentifier: string }[] } | null;
  return new Set(answer?.batchItemFailures?.map((each) => each.itemIdentifier));
}
