// The calls that EventBridge and Scheduler make in the same way, by the kind of target.
import type { InternalCall } from '../../../host/service.ts';
import { queueUrlOf } from '../../sqs/queue-url.ts';

export type CallTemplate = Pick<InternalCall, 'service' | 'operation' | 'input'>;

interface TemplateInput {
  readonly input: string;
  readonly messageGroupId?: string | undefined;
}

type Template = (arn: string, input: TemplateInput) => CallTemplate;

const TEMPLATES: readonly (readonly [pattern: RegExp, template: Template])[] = [
  [
    /^arn:aws:lambda:[^:]+:\d+:function:/,
    (arn, { input }) => ({
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
    (arn, { input }) => ({
      service: 'states',
      operation: 'StartExecution',
      input: { stateMachineArn: arn, input },
    }),
  ],
  [
    /^arn:aws:sns:/,
    (arn, { input }) => ({
      service: 'sns',
      operation: 'Publish',
      input: { TopicArn: arn, Message: input },
    }),
  ],
  [
    /^arn:aws:sqs:/,
    (arn, { input, messageGroupId }) => ({
      service: 'sqs',
      operation: 'SendMessage',
      input: {
        QueueUrl: queueUrlOf(arn),
        MessageBody: input,
        ...(messageGroupId === undefined ? {} : { MessageGroupId: messageGroupId }),
      },
    }),
  ],
  [
    /^arn:aws:codebuild:[^:]+:\d+:project\//,
    (arn, { input }) => ({
      service: 'codebuild',
      operation: 'StartBuild',
      input: { ...buildOverrides(input), projectName: arn.split('/').at(-1) },
    }),
  ],
];

/** Undefined where the ARN is of another kind. */
export const templatedCall = (arn: string, input: TemplateInput): CallTemplate | undefined =>
  TEMPLATES.find(([pattern]) => pattern.test(arn))?.[1](arn, input);

export const isTemplated = (arn: string): boolean =>
  TEMPLATES.some(([pattern]) => pattern.test(arn));

/** A whole event is no list of overrides: only what was made for StartBuild is. */
function buildOverrides(input: string): object {
  const parsed: unknown = JSON.parse(input);
  return typeof parsed === 'object' && parsed !== null && !('detail-type' in parsed) ? parsed : {};
}
