// The one table: what moves, what served, and the ledger. Nothing is deleted, and it can be restored to any second.
import { RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { tableAttributes, tableIndexes } from '../../core/contract/table-keys.ts';

export interface ReleaseStoreProps {
  /** @default - AWS's own key for DynamoDB in this account, which costs nothing and cannot be lost */
  readonly encryptionKey?: kms.IKey;
}

export class ReleaseStore extends Construct {
  readonly table: dynamodb.Table;

  constructor(scope: Construct, id: string, { encryptionKey }: ReleaseStoreProps = {}) {
    super(scope, id);
    const text = (name: string) => ({ name, type: dynamodb.AttributeType.STRING });
    this.table = new dynamodb.Table(this, 'Table', {
      partitionKey: text(tableAttributes.pk),
      sortKey: text(tableAttributes.sk),
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      ...(encryptionKey === undefined
        ? { encryption: dynamodb.TableEncryption.AWS_MANAGED }
        : { encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED, encryptionKey }),
      removalPolicy: RemovalPolicy.RETAIN,
    });
    for (const { name, pk, sk } of Object.values(tableIndexes)) {
      this.table.addGlobalSecondaryIndex({
        indexName: name,
        partitionKey: text(pk),
        sortKey: text(sk),
      });
    }
  }
}
