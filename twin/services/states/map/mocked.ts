// A Map whose result is given: its fields are evaluated, but nothing is iterated over.
import type { Frame, Mock } from '../engine/model.ts';
import type { Payload } from '../json.ts';
import type { MapParts } from './parts.ts';
import { thresholdExceeded, tolerates } from './settings.ts';

export function compileMockedMap({ source, items, settings }: MapParts) {
  const readsItems = source.definition['ItemReader'] !== undefined;
  return async (frame: Frame, mock: Mock): Promise<Payload> => {
    const list = readsItems ? mock.items : await items.list(frame);
    await settings.maxConcurrency(frame);
    const tolerance = await settings.tolerance(frame);
    const result = mock.result();
    const failed = mock.failedIterations;
    const limited = tolerance.count !== undefined || tolerance.percentage !== undefined;
    // A map that sets no limit is not held to one.
    if (limited && !tolerates(tolerance, { failed, total: list.length })) throw thresholdExceeded();
    return result;
  };
}
