// ItemReader: the items of a distributed Map from an object in S3.
import type { Frame } from '../engine/model.ts';
import { STATES_ERRORS } from '../errors/names.ts';
import { StateError } from '../errors/state-error.ts';
import { jsonataFlow } from '../flow/jsonata-flow.ts';
import { jsonPathFlow } from '../flow/jsonpath-flow.ts';
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';
import type { StateSource } from '../states/compile-state.ts';
import { parseCsv } from './csv.ts';

export type ItemReader = (frame: Frame) => Promise<readonly Json[]>;

/** Undefined where the items come from the input. */
export function compileItemReader({ definition, flow }: StateSource): ItemReader | undefined {
  const reader = definition['ItemReader'];
  if (!isObject(reader)) return undefined;
  const config = isObject(reader['ReaderConfig']) ? reader['ReaderConfig'] : {};
  const place = reader['Arguments'] ?? reader['Parameters'];
  const where = flow.template('ItemReader/Arguments', isObject(place) ? place : {});
  const fields = flow.language === 'JSONata' ? jsonataFlow(config) : jsonPathFlow(config);
  const maxItems = fields.number('MaxItems');
  return async (frame) => {
    const { value } = await where(frame);
    const limit = await maxItems(frame);
    const { Bucket: bucket = null, Key: key = null } = isObject(value) ? value : {};
    const text = await frame.execution.world.mapRuns.readObject(String(bucket), String(key));
    const items = itemsIn(text, config);
    // 0 stands for all of them.
    return limit === undefined || limit === 0 ? items : items.slice(0, limit);
  };
}

function itemsIn(text: string, config: JsonObject): readonly Json[] {
  switch (config['InputType']) {
    case 'CSV':
      return parseCsv(text, config);
    case 'JSONL':
      return text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => JSON.parse(line));
    default:
      return arrayIn(text, config);
  }
}

function arrayIn(text: string, config: JsonObject): readonly Json[] {
  const pointer = config['ItemsPointer'];
  let value: Json | undefined = parse(text);
  for (const step of typeof pointer === 'string' ? pointer.split('/').slice(1) : []) {
    value = isObject(value) ? value[step] : undefined;
  }
  if (isArray(value)) return value;
  throw readerFailed('Attempting to map over non-iterable node.');
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    throw readerFailed('The content of the object is not valid JSON.');
  }
}

const readerFailed = (reason: string): StateError =>
  new StateError(STATES_ERRORS.itemReaderFailed, reason);
