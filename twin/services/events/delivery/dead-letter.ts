// Puts what could not be delivered into a dead-letter queue, with the reasons as attributes.
import type { Caller } from '../../../host/caller.ts';
import type { ServiceHost } from '../../../host/service.ts';
import { queueUrlOf } from '../../sqs/queue-url.ts';

interface Burial {
  readonly queueArn: string;
  readonly caller: Caller;
  readonly body: string;
  /** Those without a value are left out. */
  readonly attributes: Readonly<Record<string, string | undefined>>;
}

/** Whether the queue has taken it: what cannot even be buried is dropped, as on AWS. */
export async function bury(host: ServiceHost, burial: Burial): Promise<boolean> {
  const { queueArn, caller, body, attributes } = burial;
  const input = {
    QueueUrl: queueUrlOf(queueArn),
    MessageBody: body,
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).flatMap(([name, value]) =>
        value ? [[name, { DataType: 'String', StringValue: value }]] : [],
      ),
    ),
  };
  const region = queueArn.split(':')[3] ?? host.region;
  try {
    await host.call({ service: 'sqs', operation: 'SendMessage', input, caller, region });
    return true;
  } catch {
    return false;
  }
}
