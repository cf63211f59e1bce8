// How EventBridge calls the target of a rule.
import type { Target } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../../host/aws-error.ts';
import { type Caller, roleCaller, serviceCaller } from '../../../host/caller.ts';
import type { ServiceHost } from '../../../host/service.ts';
import type { BusEvent } from '../bus-event.ts';
import { forwardedEntry } from '../forwarding.ts';
import { type CallTemplate, isTemplated, templatedCall } from './templates.ts';

interface TargetCall {
  readonly target: Target;
  readonly event: BusEvent;
  readonly input: string;
  readonly ruleArn: string;
}

export const SERVICE_PRINCIPAL = 'events.amazonaws.com';
const LOG_GROUP = /^arn:aws:logs:[^:]+:\d+:log-group:([^:]+)(:\*)?$/;
const BUS = /^arn:aws:events:[^:]+:\d+:event-bus\//;

export const isSimulatedTarget = (arn: string): boolean =>
  LOG_GROUP.test(arn) || BUS.test(arn) || isTemplated(arn);

export async function callTarget(host: ServiceHost, call: TargetCall): Promise<void> {
  const arn = call.target.Arn ?? '';
  const group = LOG_GROUP.exec(arn)?.[1];
  if (group !== undefined) {
    // EventBridge writes a stream of its own for each event, behind the API of Logs.
    host.peer('logs').write({ group, stream: call.event.id, message: call.input });
    return;
  }
  const region = arn.split(':')[3] ?? host.region;
  await host.call({ ...callFor(arn, call), caller: callerFor(host, call), region });
}

function callFor(arn: string, { input, event, target }: TargetCall): CallTemplate {
  if (BUS.test(arn)) {
    const entry = forwardedEntry(event, arn);
    return { service: 'events', operation: 'PutEvents', input: { Entries: [entry] } };
  }
  const call = templatedCall(arn, { input, messageGroupId: target.SqsParameters?.MessageGroupId });
  if (call === undefined) throw new AwsError('ResourceNotFoundException', `no target ${arn}`);
  return call;
}

const callerFor = (host: ServiceHost, { target, event, ruleArn }: TargetCall): Caller =>
  target.RoleArn === undefined
    ? serviceCaller(host.account, SERVICE_PRINCIPAL, ruleArn)
    : roleCaller(target.RoleArn, event.id);
