// A twin in which rules can be made in one line, and what reaches their queue can be read.
import {
  EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
  PutRuleCommand,
  PutTargetsCommand,
  type Target,
} from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { QueuedMessage } from '../../../../twin/host/peers.ts';
import { events } from '../../../../twin/services/events/index.ts';
import { logs } from '../../../../twin/services/logs/index.ts';
import { sns } from '../../../../twin/services/sns/index.ts';
import { sqs } from '../../../../twin/services/sqs/index.ts';
import { DEFAULT_ACCOUNT, DEFAULT_REGION } from '../../../../twin/twin.ts';
import { type StartOptions, startTwin } from '../../support/start-twin.ts';

export const queueArn = (name: string): string =>
  `arn:aws:sqs:${DEFAULT_REGION}:${DEFAULT_ACCOUNT}:${name}`;

export interface RuleOptions {
  readonly name?: string;
  readonly pattern?: object;
  readonly schedule?: string;
  readonly target?: Partial<Target>;
}

export async function startBus(options: Partial<StartOptions> = {}) {
  const started = startTwin({ services: [events, sqs, sns, logs], ...options });
  const bus = started.client(EventBridgeClient);
  const queues = started.client(SQSClient);
  await queues.send(new CreateQueueCommand({ QueueName: 'inbox' }));
  await queues.send(new CreateQueueCommand({ QueueName: 'dead' }));

  async function rule({ name = 'rule', pattern, schedule, target = {} }: RuleOptions) {
    await bus.send(
      new PutRuleCommand({
        Name: name,
        ...(schedule === undefined
          ? { EventPattern: JSON.stringify(pattern ?? { source: ['shop'] }) }
          : { ScheduleExpression: schedule }),
      }),
    );
    await bus.send(
      new PutTargetsCommand({
        Rule: name,
        Targets: [{ Id: 'target', Arn: queueArn('inbox'), ...target }],
      }),
    );
  }

  const put = (entry: Partial<PutEventsRequestEntry> = {}) =>
    bus.send(
      new PutEventsCommand({
        Entries: [{ Source: 'shop', DetailType: 'order', Detail: '{"state":"paid"}', ...entry }],
      }),
    );

  const queued = (name = 'inbox'): readonly QueuedMessage[] =>
    started.twin.peer('sqs', DEFAULT_REGION).messages(queueArn(name));

  const bodies = (name = 'inbox'): unknown[] => queued(name).map(({ body }) => JSON.parse(body));

  return { ...started, bus, queues, rule, put, queued, bodies };
}
