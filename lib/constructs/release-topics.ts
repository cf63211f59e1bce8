// Two topics: everything about releases, and what on-call must hear.
import { Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { NotifyTarget } from '../../core/spec/spec.ts';
import { arnIn } from './grants.ts';

export interface ReleaseTopicsProps {
  /** @default - SQS encrypts dead letters with a key of its own; notices are not kept */
  readonly encryptionKey?: kms.IKey;
  /** Who hears all that on-call must hear, whatever it is about. */
  readonly onCallEmails?: readonly string[];
}

export class ReleaseTopics extends Construct {
  readonly releases: sns.Topic;
  readonly onCall: sns.Topic;
  /** What could not be delivered to a subscriber. */
  readonly deadLetters: sqs.Queue;
  /** By topic and address: SNS has one subscription for both, so its filter names all services. */
  readonly #mails = new Map<string, string[]>();
  readonly #onCallEmails: ReadonlySet<string>;

  constructor(scope: Construct, id: string, props: ReleaseTopicsProps = {}) {
    super(scope, id);
    const { encryptionKey, onCallEmails = [] } = props;
    this.#onCallEmails = new Set(onCallEmails);
    const topic = { enforceSSL: true, ...(encryptionKey && { masterKey: encryptionKey }) };
    this.releases = new sns.Topic(this, 'Releases', topic);
    this.onCall = new sns.Topic(this, 'OnCall', topic);
    this.deadLetters = new sqs.Queue(this, 'DeadLetters', {
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      ...(encryptionKey && { encryptionMasterKey: encryptionKey }),
    });
    this.letAlarmsPublish();
    const { deadLetters } = this;
    for (const email of this.#onCallEmails) {
      // Alarms have none of the attributes that a filter could ask for: SNS would drop them.
      this.onCall.addSubscription(
        new subscriptions.EmailSubscription(email, { deadLetterQueue: deadLetters }),
      );
    }
  }

  /** Mail for one service; SNS asks the address to confirm. Chat channels subscribe to the topics by themselves. */
  subscribe(service: string, target: NotifyTarget): void {
    if (target.kind !== 'email') return;
    if (target.events !== 'all' && this.#onCallEmails.has(target.address)) return;
    const key = `${target.events} ${target.address}`;
    const known = this.#mails.get(key);
    if (known !== undefined) {
      known.push(service);
      return;
    }
    const services = [service];
    this.#mails.set(key, services);
    const topic = target.events === 'all' ? this.releases : this.onCall;
    topic.addSubscription(
      new subscriptions.EmailSubscription(target.address, {
        deadLetterQueue: this.deadLetters,
        filterPolicy: { service: new sns.SubscriptionFilter(services) },
      }),
    );
  }

  /** A policy of one's own replaces the one that would have let CloudWatch in. */
  private letAlarmsPublish(): void {
    const stack = Stack.of(this);
    this.onCall.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'AlarmsPublish',
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.onCall.topicArn],
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          ArnLike: { 'aws:SourceArn': arnIn(stack, 'cloudwatch', 'alarm:*') },
        },
      }),
    );
  }
}
