// EventBridge: buses, rules and their targets.
import type * as sdk from '@aws-sdk/client-eventbridge';
import type { EventsPeer } from '../../host/peers.ts';
import { defineService, type ServiceDefinition, type ServiceHost } from '../../host/service.ts';
import { eventTime } from './bus-event.ts';
import { busOperations, policyOf } from './buses.ts';
import { createDispatch } from './delivery/dispatch.ts';
import { createIngest } from './ingest.ts';
import { putEventsOperation } from './put-events.ts';
import { ruleOperations } from './rules.ts';
import { createStore } from './store.ts';
import { tagOperations } from './tags.ts';
import { targetOperations } from './targets.ts';

export interface EventsOptions {
  /** What AWS gives to everybody is 300; it gives more to who asks. */
  readonly rulesPerBus?: number;
}

const RULES_PER_BUS = 300;

export const eventsService = ({
  rulesPerBus = RULES_PER_BUS,
}: EventsOptions = {}): ServiceDefinition<typeof sdk, EventsPeer> =>
  defineService<typeof sdk, EventsPeer>({
    id: 'events',
    load: () => import('@aws-sdk/client-eventbridge'),
    create(host) {
      const store = createStore(host, rulesPerBus);
      const dispatch = createDispatch(host);
      const ingest = createIngest(host, dispatch);
      return {
        operations: {
          ...busOperations(host, store),
          ...ruleOperations(host, store, {
            onSchedule: (rule, timeMs) =>
              dispatch(
                rule,
                envelope(host, {
                  source: 'aws.events',
                  detailType: 'Scheduled Event',
                  detail: {},
                  resources: [rule.arn],
                  timeMs,
                }),
                host.clock.date().toISOString(),
              ),
          }),
          ...targetOperations(store),
          ...tagOperations(store),
          ...putEventsOperation(host, store, ingest),
        },
        peer: {
          policyOf: (busArn) => policyOf(store.bus(busArn)),
          emit: ({ delivery, ...event }) =>
            ingest(
              store.bus(undefined),
              envelope(host, { ...event, timeMs: host.clock.now() }),
              delivery,
            ),
        },
      };
    },
  });

export const events = eventsService();

function envelope(
  host: ServiceHost,
  event: {
    readonly source: string;
    readonly detailType: string;
    readonly detail: object;
    readonly resources: readonly string[];
    readonly timeMs: number;
  },
) {
  return {
    version: '0',
    id: host.ids.uuid(),
    'detail-type': event.detailType,
    source: event.source,
    account: host.account,
    time: eventTime(new Date(event.timeMs)),
    region: host.region,
    resources: event.resources,
    detail: event.detail,
  } as const;
}
