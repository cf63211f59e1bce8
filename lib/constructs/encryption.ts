// A customer's own key: whoever reads or writes what it encrypts may use it, services of AWS only for this account.
import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';

/** They put messages into encrypted topics and queues. A key that was imported must let them in by itself. */
const SENDERS = ['cloudwatch', 'events', 'scheduler', 'sns'] as const;

export function encryptWith(key: kms.IKey, users: readonly iam.IGrantable[]): void {
  for (const user of users) key.grantEncryptDecrypt(user);
  for (const sender of SENDERS) {
    key.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal(`${sender}.amazonaws.com`)],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(key).account } },
      }),
    );
  }
}
