// An event that one bus passes to another stays what it was: id, time and source included.
import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { BusEvent } from './bus-event.ts';

const FORWARDED = Symbol('forwarded');

interface ForwardedEntry extends PutEventsRequestEntry {
  readonly [FORWARDED]: BusEvent;
}

/** An entry for PutEvents that only this process can have made. */
export const forwardedEntry = (event: BusEvent, busArn: string): ForwardedEntry => ({
  Source: event.source,
  DetailType: event['detail-type'],
  Detail: JSON.stringify(event.detail),
  Resources: [...event.resources],
  EventBusName: busArn,
  [FORWARDED]: event,
});

export const forwardedEvent = (entry: PutEventsRequestEntry): BusEvent | undefined =>
  FORWARDED in entry ? (entry as ForwardedEntry)[FORWARDED] : undefined;
