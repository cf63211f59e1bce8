// The neighbours of a deployment that are not under test: they record what they are told, and say what a test wants.
import type { EventsPeer, MonitoringPeer, ServiceEvent } from '../../../../twin/host/peers.ts';
import { defineService } from '../../../../twin/host/service.ts';

export interface HookCall {
  readonly functionName: string;
  readonly deploymentId: string;
  readonly executionId: string;
}

export function recordOutside() {
  const events: ServiceEvent[] = [];
  const hooks: HookCall[] = [];
  const messages: Record<string, unknown>[] = [];
  const inAlarm = new Set<string>();
  const missing = new Set<string>();
  return {
    events,
    hooks,
    messages,
    inAlarm,
    missing,
    /** States of the deployments, or of one, as the bus heard them. */
    states: () => heard(events).map(({ state }) => state),
    told: (id: string) =>
      heard(events).flatMap(({ deploymentId, state }) => (deploymentId === id ? [state] : [])),
    services: [
      defineService<object, EventsPeer>({
        id: 'events',
        load: () => import('@aws-sdk/client-eventbridge'),
        create: () => ({ operations: {}, peer: { emit: (event) => void events.push(event) } }),
      }),
      defineService<typeof import('@aws-sdk/client-cloudwatch'), MonitoringPeer>({
        id: 'monitoring',
        load: () => import('@aws-sdk/client-cloudwatch'),
        create: () => ({
          operations: {
            DescribeAlarms: ({ AlarmNames = [] }) => ({
              MetricAlarms: AlarmNames.filter((name) => !missing.has(name)).map((AlarmName) => ({
                AlarmName,
                StateValue: inAlarm.has(AlarmName) ? 'ALARM' : 'OK',
              })),
            }),
          },
          peer: {
            publish: () => undefined,
            watch: () => undefined,
            readLine: () => undefined,
            meter: () => ({ add: () => undefined }),
          },
        }),
      }),
      defineService({
        id: 'lambda',
        load: () => import('@aws-sdk/client-lambda'),
        create: () => ({
          operations: {
            Invoke({ FunctionName: functionName = '', Payload }) {
              const event = JSON.parse(Buffer.from(Payload as Uint8Array).toString());
              hooks.push({
                functionName,
                deploymentId: event.DeploymentId,
                executionId: event.LifecycleEventHookExecutionId,
              });
              return { StatusCode: 202 };
            },
          },
          peer: {},
        }),
      }),
      defineService({
        id: 'sns',
        load: () => import('@aws-sdk/client-sns'),
        create: () => ({
          operations: {
            Publish({ Message = '' }) {
              messages.push(JSON.parse(Message));
              return {};
            },
          },
          peer: {},
        }),
      }),
    ],
  };
}

const heard = (events: readonly ServiceEvent[]) =>
  events
    .filter(({ source }) => source === 'aws.codedeploy')
    .map(({ detail }) => detail as { readonly deploymentId: string; readonly state: string });
