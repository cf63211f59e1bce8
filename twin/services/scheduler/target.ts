// What a schedule calls: a templated target by its ARN, or any operation of the SDK.
import type { Target } from '@aws-sdk/client-scheduler';
import { AwsError } from '../../host/aws-error.ts';
import type { ServiceId } from '../../host/call-context.ts';
import { type CallTemplate, isTemplated, templatedCall } from '../events/delivery/templates.ts';
import { invalid } from './store.ts';

const UNIVERSAL = /^arn:aws:scheduler:::aws-sdk:([a-z0-9]+):(\w+)$/;
const BUS = /^arn:aws:events:[^:]+:\d+:event-bus\//;

/** Scheduler refuses operations that only read. */
const READING =
  /^(get|describe|list|poll|receive|search|scan|query|select|read|lookup|discover|validate|batchGet|batchDescribe|batchRead|transactGet|adminGet|adminList|retrieve)/i;

/** SDK names of services, where they differ from the names that sign requests. */
const SERVICES: Readonly<Record<string, ServiceId>> = {
  applicationautoscaling: 'application-autoscaling',
  cloudwatch: 'monitoring',
  cloudwatchlogs: 'logs',
  codebuild: 'codebuild',
  codedeploy: 'codedeploy',
  dynamodb: 'dynamodb',
  ecr: 'ecr',
  ecs: 'ecs',
  elasticloadbalancingv2: 'elasticloadbalancing',
  eventbridge: 'events',
  lambda: 'lambda',
  scheduler: 'scheduler',
  secretsmanager: 'secretsmanager',
  sfn: 'states',
  sns: 'sns',
  sqs: 'sqs',
  ssm: 'ssm',
};

export function validateTarget({ Arn = '', EventBridgeParameters }: Target): void {
  const [, service, operation] = UNIVERSAL.exec(Arn) ?? [];
  if (service !== undefined && operation !== undefined) {
    if (READING.test(operation)) throw invalid(`Unsupported API: ${service}:${operation}`);
    if (SERVICES[service] === undefined) throw notSimulated(Arn);
    return;
  }
  if (BUS.test(Arn)) {
    if (EventBridgeParameters === undefined) throw invalid('EventBridgeParameters is required.');
    return;
  }
  if (!isTemplated(Arn)) throw notSimulated(Arn);
}

export function targetCall(target: Target, input: string): CallTemplate {
  const arn = target.Arn ?? '';
  const [, service = '', operation = ''] = UNIVERSAL.exec(arn) ?? [];
  const id = SERVICES[service];
  if (id !== undefined) return universalCall(id, operation, input);
  if (BUS.test(arn)) {
    const { DetailType, Source } = target.EventBridgeParameters ?? {};
    const entry = { DetailType, Source, Detail: input, EventBusName: arn };
    return { service: 'events', operation: 'PutEvents', input: { Entries: [entry] } };
  }
  const call = templatedCall(arn, { input, messageGroupId: target.SqsParameters?.MessageGroupId });
  if (call === undefined) throw notSimulated(arn);
  return call;
}

function universalCall(service: ServiceId, operation: string, input: string): CallTemplate {
  const members = JSON.parse(input) as Record<string, unknown>;
  const payload = members['Payload'];
  return {
    service,
    operation: operation.charAt(0).toUpperCase() + operation.slice(1),
    // The one binary member of the operations at hand is given as text.
    input:
      service === 'lambda' && typeof payload === 'string'
        ? { ...members, Payload: new TextEncoder().encode(payload) }
        : members,
  };
}

const notSimulated = (arn: string): AwsError =>
  new AwsError('NotImplemented', `scheduler: a target such as ${arn} is not simulated`, {
    status: 501,
  });
