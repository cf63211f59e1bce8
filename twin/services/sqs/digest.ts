// The digests by which clients check that a message arrived as it was sent.
import { createHash } from 'node:crypto';
import type { MessageAttributeValue } from '@aws-sdk/client-sqs';

type Attributes = Readonly<Record<string, MessageAttributeValue>>;

const STRING_VALUE = 1;
const BINARY_VALUE = 2;

export const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** Undefined where there are no attributes. */
export function attributesMd5(attributes: Attributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  const add = (bytes: Uint8Array) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of names) {
    const { DataType = '', StringValue, BinaryValue } = attributes[name] ?? {};
    add(Buffer.from(name));
    add(Buffer.from(DataType));
    const isBinary = BinaryValue !== undefined;
    hash.update(Buffer.from([isBinary ? BINARY_VALUE : STRING_VALUE]));
    add(isBinary ? BinaryValue : Buffer.from(StringValue ?? ''));
  }
  return hash.digest('hex');
}

export function messageBytes(body: string, attributes: Attributes): number {
  return Object.entries(attributes).reduce((sum, [name, value]) => {
    const { DataType = '', StringValue = '', BinaryValue } = value;
    const bytes = BinaryValue?.length ?? Buffer.byteLength(StringValue);
    return sum + Buffer.byteLength(name) + Buffer.byteLength(DataType) + bytes;
  }, Buffer.byteLength(body));
}
