// How EventBridge calls each kind of target.
import type { Target } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../../host/aws-error.ts';
import { type Caller, roleCaller, serviceCaller } from '../../../host/caller.ts';
import type { InternalCall, ServiceHost } from '../../../host/service.ts';
import { queueUrlOf } from '../../sqs/queue-url.ts';
import type { BusEvent } from '../bus-event.ts';
import { forwardedEntry } from '../forwarding.ts';

export interface TargetCall {
  readonly target: Target;
  readonly event: BusEvent;
  readonly input: string;
  readonly ruleArn: string;
}

type CallTemplate = Pick<InternalCall, 'service' | 'operation' | 'input'>;
type Template = (call: TargetCall, arn: string) => CallTemplate;

const SERVICE_PRINCIPAL = 'events.amazonaws.com';
const LOG_GROUP = /^arn:aws:logs:[^:]+:\d+:log-group:([^:]+)(:\*)?$/;

/** By the service in the ARN and the beginning of the resource. */
const TEMPLATES: readonly (readonly [pattern: RegExp, template: Template])[] = [
  [
    /^arn:aws:lambda:[^:]+:\d+:function:/,
    ({ input }, arn) => ({
      service: 'lambda',
      operation: 'Invoke',
      input: {
        FunctionName: arn,
        InvocationType: 'Event',
        Payload: new TextEncoder().encode(input),
      },
    }),
  ],
  [
    /^arn:aws:states:[^:]+:\d+:stateMachine:/,
    ({ input }, arn) => ({
      service: 'states',
      operation: 'StartExecution',
      input: { stateMachineArn: arn, input },
    }),
  ],
  [
    /^arn:aws:sns:/,
    ({ input }, arn) => ({
      service: 'sns',
      operation: 'Publish',
      input: { TopicArn: arn, Message: input },
    }),
  ],
  [
    /^arn:aws:sqs:/,
    ({ input, target }, arn) => ({
      service: 'sqs',
      operation: 'SendMessage',
      input: {
        QueueUrl: queueUrlOf(arn),
        MessageBody: input,
        ...(target.SqsParameters?.MessageGroupId === undefined
          ? {}
          : { MessageGroupId: target.SqsParameters.MessageGroupId }),
      },
    }),
  ],
  [
    /^arn:aws:events:[^:]+:\d+:event-bus\//,
    ({ event }, arn) => ({
      service: 'events',
      operation: 'PutEvents',
      input: { Entries: [forwardedEntry(event, arn)] },
    }),
  ],
  [
    /^arn:aws:codebuild:[^:]+:\d+:project\//,
    ({ input }, arn) => ({
      service: 'codebuild',
      operation: 'StartBuild',
      input: { ...buildOverrides(input), projectName: arn.split('/').at(-1) },
    }),
  ],
];

export const isSimulatedTarget = (arn: string): boolean =>
  LOG_GROUP.test(arn) || TEMPLATES.some(([pattern]) => pattern.test(arn));

export async function callTarget(host: ServiceHost, call: TargetCall): Promise<void> {
  const arn = call.target.Arn ?? '';
  const group = LOG_GROUP.exec(arn)?.[1];
  if (group !== undefined) {
    // EventBridge writes one stream per event, under the policy that lets it into the group.
    host.peer('logs').write({ group, stream: call.event.id, message: call.input });
    return;
  }
  const template = TEMPLATES.find(([pattern]) => pattern.test(arn))?.[1];
  if (template === undefined) throw new AwsError('ResourceNotFoundException', `no target ${arn}`);
  const [, , , region = host.region] = arn.split(':');
  await host.call({ ...template(call, arn), caller: callerFor(host, call), region });
}

function callerFor(host: ServiceHost, { target, event, ruleArn }: TargetCall): Caller {
  return target.RoleArn === undefined
    ? serviceCaller(host.account, SERVICE_PRINCIPAL, ruleArn)
    : roleCaller(target.RoleArn, event.id);
}

/** The whole event is no list of overrides: only what a transformer made for StartBuild is. */
function buildOverrides(input: string): object {
  const parsed: unknown = JSON.parse(input);
  return typeof parsed === 'object' && parsed !== null && !('detail-type' in parsed) ? parsed : {};
}
