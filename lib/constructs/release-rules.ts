// What starts what: pushes start releases, alarms and dead executions start rollbacks. Each rule pins where it comes from.
import { Duration, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { alarmPrefix } from '../../core/contract/alarm-names.ts';
import { awsEvents } from '../../core/contract/bus-events.ts';

export interface ReleaseRulesProps {
  readonly release: sfn.IStateMachine;
  readonly rollback: sfn.IStateMachine;
  readonly rescue: sfn.IStateMachine;
}

/** An event that comes later than this is the sweep's business. */
const AGE_MAX = Duration.minutes(15);
const RETRIES_MAX = 20;

export class ReleaseRules extends Construct {
  readonly deadLetters: sqs.Queue;
  readonly #props: ReleaseRulesProps;
  readonly #pin: { readonly account: string[]; readonly region: string[] };

  constructor(scope: Construct, id: string, props: ReleaseRulesProps) {
    super(scope, id);
    this.#props = props;
    const { account, region } = Stack.of(this);
    this.#pin = { account: [account], region: [region] };
    this.deadLetters = new sqs.Queue(this, 'DeadLetters', {
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    this.onAlarm();
    this.onDeadExecution();
  }

  /** Pushes to the repository of a service start a release. Event patterns have a size: one rule for each service. */
  onPush(service: string, repositoryName: string): void {
    new events.Rule(this, `Push-${service}`, {
      description: `Pushes to ${repositoryName} start a release of ${service}`,
      eventPattern: {
        ...this.#pin,
        source: [awsEvents.imagePush.source],
        detailType: [awsEvents.imagePush.detailType],
        detail: {
          'action-type': ['PUSH'],
          result: ['SUCCESS'],
          'repository-name': [repositoryName],
          'image-tag': [{ exists: true }],
        },
      },
      targets: [this.target(this.#props.release)],
    });
  }

  private onAlarm(): void {
    new events.Rule(this, 'Alarm', {
      description: 'An alarm of a candidate starts its rollback',
      eventPattern: {
        ...this.#pin,
        source: [awsEvents.alarm.source],
        detailType: [awsEvents.alarm.detailType],
        detail: { alarmName: [{ prefix: alarmPrefix }], state: { value: ['ALARM'] } },
      },
      targets: [this.target(this.#props.rollback)],
    });
  }

  /** `Catch` does not see an execution that was stopped or timed out. */
  private onDeadExecution(): void {
    new events.Rule(this, 'DeadExecution', {
      description: 'A release whose execution died is taken back',
      eventPattern: {
        ...this.#pin,
        source: [awsEvents.execution.source],
        detailType: [awsEvents.execution.detailType],
        detail: {
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
          stateMachineArn: [this.#props.release.stateMachineArn],
        },
      },
      targets: [this.target(this.#props.rescue)],
    });
  }

  private target(machine: sfn.IStateMachine): targets.SfnStateMachine {
    return new targets.SfnStateMachine(machine, {
      deadLetterQueue: this.deadLetters,
      maxEventAge: AGE_MAX,
      retryAttempts: RETRIES_MAX,
    });
  }
}
