// What starts what: pushes start releases; alarms, dead executions and lost deployments start rollbacks. Each rule pins where it comes from.
import { Duration, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as schedulerTargets from 'aws-cdk-lib/aws-scheduler-targets';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { alarmPrefix } from '../../core/contract/alarm-names.ts';
import { awsEvents } from '../../core/contract/bus-events.ts';
import type { DeploymentGroupNames } from './release-site.ts';
import type { Place } from './site-facts.ts';

export interface ReleaseRulesProps {
  readonly release: sfn.IStateMachine;
  readonly rollback: sfn.IStateMachine;
  readonly rescue: sfn.IStateMachine;
  readonly sweep: lambda.IFunction;
  /** Events that could not be delivered. */
  readonly deadLetters: sqs.IQueue;
}

/** An event that comes later than this is the sweep's business. */
const AGE_MAX = Duration.minutes(15);
const RETRIES_MAX = 20;
/** A sweep that comes late is followed by the next one. */
const SWEEP_EVERY = Duration.minutes(1);

export class ReleaseRules extends Construct {
  readonly #props: ReleaseRulesProps;
  readonly #pin: { readonly account: string[]; readonly region: string[] };

  constructor(scope: Construct, id: string, props: ReleaseRulesProps) {
    super(scope, id);
    this.#props = props;
    const { account, region } = Stack.of(this);
    this.#pin = { account: [account], region: [region] };
    this.onAlarm();
    this.onDeadExecution();
    this.everyMinute();
  }

  /** Pushes to the repository of a service start a release. Event patterns have a size: one rule for each service. */
  onPush(service: string, repositoryName: string): void {
    this.rule(`Push-${service}`, {
      description: `Pushes to ${repositoryName} start a release of ${service}`,
      event: awsEvents.imagePush,
      detail: {
        'action-type': ['PUSH'],
        result: ['SUCCESS'],
        'repository-name': [repositoryName],
        'image-tag': [{ exists: true }],
      },
      machine: this.#props.release,
    });
  }

  /** A deployment that ends without Spillway must not leave the overlay behind: its target group is going away. */
  onDeploymentLost({ service, environment }: Place, group: DeploymentGroupNames): void {
    this.rule(`Deployment-${service}-${environment}`, {
      description: `A deployment of ${service} in ${environment} that ends by itself loses its traffic`,
      event: awsEvents.deployment,
      detail: {
        application: [group.applicationName],
        deploymentGroup: [group.deploymentGroupName],
        state: ['STOP', 'FAILURE'],
      },
      machine: this.#props.rescue,
      input: events.RuleTargetInput.fromObject({
        service,
        environment,
        deploymentId: events.EventField.fromPath('$.detail.deploymentId'),
        state: events.EventField.fromPath('$.detail.state'),
      }),
    });
  }

  private onAlarm(): void {
    this.rule('Alarm', {
      description: 'An alarm of a candidate starts its rollback',
      event: awsEvents.alarm,
      detail: { alarmName: [{ prefix: alarmPrefix }], state: { value: ['ALARM'] } },
      machine: this.#props.rollback,
    });
  }

  /** `Catch` does not see an execution that was stopped or timed out. */
  private onDeadExecution(): void {
    this.rule('DeadExecution', {
      description: 'A release whose execution died is taken back',
      event: awsEvents.execution,
      detail: {
        status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
        stateMachineArn: [this.#props.release.stateMachineArn],
      },
      machine: this.#props.rescue,
    });
  }

  private everyMinute(): void {
    new scheduler.Schedule(this, 'Sweep', {
      description: 'The last net: dead releases, lost pushes, unsent notices',
      schedule: scheduler.ScheduleExpression.rate(SWEEP_EVERY),
      target: new schedulerTargets.LambdaInvoke(this.#props.sweep, {
        deadLetterQueue: this.#props.deadLetters,
        maxEventAge: SWEEP_EVERY,
        retryAttempts: 1,
      }),
    });
  }

  private rule(
    id: string,
    { description, event, detail, machine, input }: WatchedEvent,
  ): events.Rule {
    return new events.Rule(this, id, {
      description,
      eventPattern: {
        ...this.#pin,
        source: [event.source],
        detailType: [event.detailType],
        detail,
      },
      targets: [
        new targets.SfnStateMachine(machine, {
          deadLetterQueue: this.#props.deadLetters,
          maxEventAge: AGE_MAX,
          retryAttempts: RETRIES_MAX,
          ...(input === undefined ? {} : { input }),
        }),
      ],
    });
  }
}

interface WatchedEvent {
  readonly description: string;
  readonly event: { readonly source: string; readonly detailType: string };
  readonly detail: Readonly<Record<string, unknown>>;
  readonly machine: sfn.IStateMachine;
  /** @default - the event itself */
  readonly input?: events.RuleTargetInput;
}
