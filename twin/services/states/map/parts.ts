// What the two kinds of Map are made of.
import { isObject, type JsonObject } from '../json.ts';
import type { StateSource } from '../states/compile-state.ts';
import type { Items } from './items.ts';
import type { MapSettings } from './settings.ts';

export interface MapParts {
  readonly source: StateSource;
  readonly processor: JsonObject;
  readonly items: Items;
  readonly settings: MapSettings;
}

/** Iterator is the old name of ItemProcessor. */
export function processorOf(definition: JsonObject): JsonObject {
  const processor = definition['ItemProcessor'] ?? definition['Iterator'];
  return isObject(processor) ? processor : {};
}

export function isDistributed(processor: JsonObject): boolean {
  const config = processor['ProcessorConfig'];
  return isObject(config) && config['Mode'] === 'DISTRIBUTED';
}
