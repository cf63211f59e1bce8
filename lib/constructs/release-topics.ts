// Two topics: everything about releases, and what on-call must hear.
import { Duration } from 'aws-cdk-lib';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export class ReleaseTopics extends Construct {
  readonly releases: sns.Topic;
  readonly onCall: sns.Topic;
  /** What could not be delivered to a subscriber. */
  readonly deadLetters: sqs.Queue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.releases = new sns.Topic(this, 'Releases', { enforceSSL: true });
    this.onCall = new sns.Topic(this, 'OnCall', { enforceSSL: true });
    this.deadLetters = new sqs.Queue(this, 'DeadLetters', {
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
  }

  /** Mail for one service; SNS asks the address to confirm. */
  mail(address: string, service: string, events: 'all' | 'problems'): void {
    const topic = events === 'all' ? this.releases : this.onCall;
    topic.addSubscription(
      new subscriptions.EmailSubscription(address, {
        deadLetterQueue: this.deadLetters,
        filterPolicy: { service: sns.SubscriptionFilter.stringFilter({ allowlist: [service] }) },
      }),
    );
  }
}
