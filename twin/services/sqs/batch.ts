// Batches: up to ten entries with ids of their own, each of which succeeds or fails by itself.
import { AwsError } from '../../host/aws-error.ts';

const ENTRIES_MAX = 10;

interface Failed {
  readonly Id: string;
  readonly Code: string;
  readonly Message: string;
  readonly SenderFault: boolean;
}

export function runBatch<Entry extends { Id: string | undefined }, Result extends object>(
  entries: readonly Entry[],
  run: (entry: Entry) => Result,
): { Successful: (Result & { Id: string })[]; Failed: Failed[] } {
  validate(entries);
  const successful: (Result & { Id: string })[] = [];
  const failed: Failed[] = [];
  for (const entry of entries) {
    const id = entry.Id ?? '';
    try {
      successful.push({ ...run(entry), Id: id });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failed.push({ Id: id, Code: error.name, Message: error.message, SenderFault: true });
    }
  }
  return { Successful: successful, Failed: failed };
}

function validate(entries: readonly { Id: string | undefined }[]): void {
  if (entries.length === 0) {
    throw new AwsError(
      'EmptyBatchRequest',
      'There should be at least one SendMessageBatchRequestEntry in the request.',
    );
  }
  if (entries.length > ENTRIES_MAX) {
    throw new AwsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${ENTRIES_MAX}. You have sent ${entries.length}.`,
    );
  }
  if (entries.some(({ Id = '' }) => !/^[\w-]{1,80}$/.test(Id))) {
    throw new AwsError(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
    );
  }
  const ids = entries.map(({ Id }) => Id);
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) {
    throw new AwsError('BatchEntryIdsNotDistinct', `Id ${repeated} repeated.`);
  }
}
