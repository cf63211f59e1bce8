// The SDK's own (de)serialisers, used from the other side of the wire.
import {
  JsonShapeDeserializer,
  JsonShapeSerializer,
  XmlShapeDeserializer,
  XmlShapeSerializer,
} from '@aws-sdk/core/protocols';
import { CborShapeDeserializer, CborShapeSerializer } from '@smithy/core/cbor';
import type { SerdeFunctions } from '@smithy/types';
import { normalized } from './service-model.ts';

const EPOCH_SECONDS = 7;
const DATE_TIME = 5;

const serdeContext = {
  base64Encoder: (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64'),
  base64Decoder: (text: string) => new Uint8Array(Buffer.from(text, 'base64')),
  utf8Encoder: (bytes: Uint8Array | string) => Buffer.from(bytes).toString('utf8'),
  utf8Decoder: (text: string) => new Uint8Array(Buffer.from(text, 'utf8')),
} as SerdeFunctions;

const jsonSettings = {
  timestampFormat: { useTrait: true, default: EPOCH_SECONDS },
  jsonName: false,
} as const;

interface NeedsContext {
  setSerdeContext(context: SerdeFunctions): void;
}

function withContext<T extends NeedsContext>(serde: T): T {
  serde.setSerdeContext(serdeContext);
  return serde;
}

export const decodeBase64 = (text: string): Uint8Array => serdeContext.base64Decoder(text);

/** A time outside of a document: seconds since the epoch, or one of the textual formats. */
export const readTimestamp = (text: string): Date =>
  new Date(/^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : text);

/** The same the other way, as headers tell it unless the schema says otherwise. */
export function writeTimestamp(schema: unknown, time: Date): string {
  const format = normalized(schema).getSchema();
  if (format === DATE_TIME) return time.toISOString();
  return format === EPOCH_SECONDS ? String(time.getTime() / 1000) : time.toUTCString();
}

export function readJson(schema: unknown, document: unknown): object {
  const reader = withContext(new JsonShapeDeserializer(jsonSettings as never));
  return reader.readObject(normalized(schema) as never, document as never) as object;
}

export function writeJson(schema: unknown, value: unknown): string {
  const writer = withContext(new JsonShapeSerializer(jsonSettings as never));
  writer.write(normalized(schema) as never, value);
  return String(writer.flush());
}

export async function readCbor(schema: unknown, bytes: Uint8Array): Promise<object> {
  const reader = withContext(new CborShapeDeserializer());
  return (await reader.read(normalized(schema) as never, bytes)) as object;
}

export function writeCbor(schema: unknown, value: unknown): Uint8Array {
  const writer = withContext(new CborShapeSerializer());
  writer.write(normalized(schema) as never, value);
  return writer.flush() as Uint8Array;
}

export function readXml(schema: unknown, bytes: Uint8Array): object {
  const reader = withContext(new XmlShapeDeserializer(xmlSettings('') as never));
  return reader.read(normalized(schema) as never, bytes) as object;
}

const xmlSettings = (namespace: string) => ({
  timestampFormat: { useTrait: true, default: DATE_TIME },
  httpBindings: false,
  xmlNamespace: undefined,
  serviceNamespace: namespace,
});

interface XmlElement {
  withName(name: string): XmlElement;
  toString(): string;
}

/** The XML element of a structure, under a name of the caller's choice. */
export function writeXml(options: {
  schema: unknown;
  value: unknown;
  name: string;
  namespace: string;
}): string {
  const writer = withContext(
    new XmlShapeSerializer(xmlSettings(options.namespace) as never),
  ) as unknown as { writeStruct(schema: unknown, value: unknown, parent: undefined): XmlElement };
  const element = writer.writeStruct(normalized(options.schema), options.value, undefined);
  return element.withName(options.name).toString();
}
