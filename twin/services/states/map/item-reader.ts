// ItemReader: the items of a distributed Map from S3: in an object, in the objects of an inventory, or the objects themselves.
import { gunzipSync } from 'node:zlib';
import type { Frame, Place } from '../engine/model.ts';
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
  const isList = String(reader['Resource']).endsWith(':listObjectsV2');
  return async (frame) => {
    const { value } = await where(frame);
    const limit = await maxItems(frame);
    const given = isObject(value) ? value : {};
    const read = isList ? itemsOfList(frame, given, config) : itemsOfObject(frame, given, config);
    const items = await frame.thread.scope.guard(read);
    // 0 stands for all of them.
    return limit === undefined || limit === 0 ? items : items.slice(0, limit);
  };
}

async function itemsOfObject(
  frame: Frame,
  { Bucket: bucket = null, Key: key = null }: JsonObject,
  config: JsonObject,
): Promise<readonly Json[]> {
  const text = await readText(frame, { bucket: String(bucket), key: String(key) });
  return config['InputType'] === 'MANIFEST' ? itemsOfInventory(frame, text) : itemsIn(text, config);
}

async function itemsOfList(
  frame: Frame,
  { Bucket, Prefix }: JsonObject,
  config: JsonObject,
): Promise<readonly Json[]> {
  const bucket = String(Bucket);
  const prefix = typeof Prefix === 'string' ? Prefix : undefined;
  const found = await frame.execution.world.storage.list(frame.execution, { bucket, prefix });
  if (config['Transformation'] !== 'LOAD_AND_FLATTEN') return found;
  const items: Json[] = [];
  for (const { Key } of found) {
    items.push(...itemsIn(await readText(frame, { bucket, key: String(Key) }), config));
  }
  return items;
}

/** The manifest of an S3 inventory names files of CSV, packed, and says once for all what is in their columns. */
async function itemsOfInventory(frame: Frame, text: string): Promise<readonly Json[]> {
  const manifest = parse(text);
  const { files, fileSchema, destinationBucket } = isObject(manifest) ? manifest : {};
  if (!isArray(files) || typeof fileSchema !== 'string') {
    throw readerFailed('The manifest is not that of an inventory.');
  }
  const bucket = String(destinationBucket).replace(/^arn:aws:s3:::/, '');
  const config = { CSVHeaderLocation: 'GIVEN', CSVHeaders: fileSchema.split(/\s*,\s*/) };
  const items: Json[] = [];
  for (const file of files) {
    const key = isObject(file) ? String(file['key']) : '';
    items.push(...parseCsv(await readText(frame, { bucket, key }), config));
  }
  return items;
}

const GZIP = 0x1f8b;

async function readText({ execution }: Frame, place: Place): Promise<string> {
  const bytes = Buffer.from(await execution.world.storage.read(execution, place));
  const isPacked = bytes.length > 2 && bytes.readUInt16BE() === GZIP;
  const text = (isPacked ? gunzipSync(bytes) : bytes).toString('utf8');
  // A byte order mark is no part of the first item.
  return text.replace(/^\uFEFF/, '');
}

function itemsIn(text: string, config: JsonObject): readonly Json[] {
  switch (config['InputType']) {
    case 'CSV':
      return parseCsv(text, config);
    case 'JSONL':
      return text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map(parse);
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
