// Publishing, alone and in batches.
import type * as sdk from '@aws-sdk/client-sns';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import type { ServiceHost } from '../../host/service.ts';
import { invalid } from './errors.ts';
import type { FanOut } from './fan-out.ts';
import {
  type Content,
  contentBytes,
  MESSAGE_BYTES_MAX,
  textByProtocol,
  validateContent,
} from './message.ts';
import type { Store, Topic } from './store.ts';

const BATCH_ENTRIES_MAX = 10;

export function publishOperations(
  host: ServiceHost,
  store: Store,
  fanOut: FanOut,
): Operations<typeof sdk> {
  function publish(topic: Topic, content: Content): string {
    validateContent(content);
    const id = host.ids.uuid();
    host.trace.add('message', { topic: topic.arn, id, subject: content.Subject ?? '' });
    fanOut(topic, {
      id,
      topicArn: topic.arn,
      subject: content.Subject,
      textFor: textByProtocol(content),
      attributes: content.MessageAttributes ?? {},
      publishedAt: host.clock.now(),
    });
    return id;
  }

  return {
    Publish({ TopicArn, TargetArn, PhoneNumber, ...content }) {
      if (PhoneNumber !== undefined) {
        throw new AwsError('NotImplemented', 'sns: publishing to a phone number is not simulated', {
          status: 501,
        });
      }
      const arn = TopicArn ?? TargetArn;
      if (arn === undefined)
        throw invalid('TopicArn or TargetArn Reason: no value for required parameter');
      return { MessageId: publish(store.topic(arn), content) };
    },
    PublishBatch({ TopicArn, PublishBatchRequestEntries: entries = [] }) {
      const topic = store.topic(TopicArn);
      validateBatch(entries);
      const successful: sdk.PublishBatchResultEntry[] = [];
      const failed: sdk.BatchResultErrorEntry[] = [];
      for (const entry of entries) {
        try {
          successful.push({ Id: entry.Id, MessageId: publish(topic, entry) });
        } catch (error) {
          if (!(error instanceof AwsError)) throw error;
          failed.push({
            Id: entry.Id,
            Code: 'InvalidParameter',
            Message: error.message,
            SenderFault: true,
          });
        }
      }
      return { Successful: successful, Failed: failed };
    },
  };
}

function validateBatch(entries: readonly sdk.PublishBatchRequestEntry[]): void {
  if (entries.length === 0) {
    throw new AwsError(
      'EmptyBatchRequestException',
      "The batch request doesn't contain any entries.",
    );
  }
  if (entries.length > BATCH_ENTRIES_MAX) {
    throw new AwsError(
      'TooManyEntriesInBatchRequestException',
      'The batch request contains more entries than permissible.',
    );
  }
  for (const { Id = '' } of entries) validateId(Id);
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    throw new AwsError(
      'BatchEntryIdsNotDistinctException',
      'Two or more batch entries in the request have the same Id.',
    );
  }
  const bytes = entries.reduce((sum, entry) => sum + contentBytes(entry), 0);
  if (bytes > MESSAGE_BYTES_MAX) {
    throw new AwsError(
      'BatchRequestTooLongException',
      'The length of all the messages put together is more than the limit.',
    );
  }
}

function validateId(id: string): void {
  const refuse = (what: string) =>
    new AwsError(
      'InvalidBatchEntryIdException',
      `The Id of a batch entry in the batch request ${what}: ${id}`,
    );
  if (id.length > 80) throw refuse('is too long');
  if (!/^[\w-]+$/.test(id)) throw refuse('contains an impermissible character');
}
