// A message on its way, and what AWS insists on before it takes one.
import type { MessageAttributeValue, PublishInput } from '@aws-sdk/client-sns';
import { invalid, invalidAttribute } from './errors.ts';

export interface Message {
  readonly id: string;
  readonly topicArn: string;
  readonly subject: string | undefined;
  /** The text for a protocol: they differ where the message was published as JSON. */
  readonly textFor: (protocol: string) => string;
  readonly attributes: Readonly<Record<string, MessageAttributeValue>>;
  readonly publishedAt: number;
}

export type Content = Pick<
  PublishInput,
  'Message' | 'Subject' | 'MessageStructure' | 'MessageAttributes'
>;

export const MESSAGE_BYTES_MAX = 262_144;
const SUBJECT_CHARACTERS_MAX = 100;

export function validateContent(content: Content): void {
  const { Message = '', Subject, MessageAttributes = {} } = content;
  if (Message === '') throw invalid('Empty message');
  for (const [name, value] of Object.entries(MessageAttributes)) validateAttribute(name, value);
  if (contentBytes(content) > MESSAGE_BYTES_MAX) throw invalid('Message too long');
  if (Subject !== undefined && !isSubject(Subject)) throw invalid('Subject');
}

/** ASCII that begins with a letter, number or punctuation mark, on one line. */
const isSubject = (subject: string): boolean =>
  subject.length <= SUBJECT_CHARACTERS_MAX && /^[\x21-\x7e][\x20-\x7e]*$/.test(subject);

export function contentBytes({ Message = '', MessageAttributes = {} }: Content): number {
  return Object.entries(MessageAttributes).reduce((sum, [name, value]) => {
    const { DataType = '', StringValue = '', BinaryValue } = value;
    const bytes = BinaryValue?.length ?? Buffer.byteLength(StringValue);
    return sum + Buffer.byteLength(name) + Buffer.byteLength(DataType) + bytes;
  }, Buffer.byteLength(Message));
}

/** Throws where a message that claims to be JSON is not, or says nothing to everybody else. */
export function textByProtocol({ Message = '', MessageStructure }: Content) {
  if (MessageStructure !== 'json') return () => Message;
  const texts = parseStructure(Message);
  const fallback = texts['default'];
  if (typeof fallback !== 'string') {
    throw invalid('Message Structure - No default entry in JSON message body');
  }
  return (protocol: string): string => {
    const text = Object.hasOwn(texts, protocol) ? texts[protocol] : fallback;
    return typeof text === 'string' ? text : fallback;
  };
}

function parseStructure(text: string): Readonly<Record<string, unknown>> {
  try {
    return { ...JSON.parse(text) };
  } catch {
    throw invalid('Message Structure - JSON message body failed to parse');
  }
}

function validateAttribute(name: string, value: MessageAttributeValue): void {
  validateName(name);
  const { DataType = '', StringValue, BinaryValue } = value;
  const [type = ''] = DataType.split('.');
  if (!['Binary', 'Number', 'String'].includes(type)) {
    throw invalidAttribute(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  }
  const field = type === 'Binary' ? 'Binary' : 'String';
  const isOther = field === 'Binary' ? StringValue !== undefined : BinaryValue !== undefined;
  if (isOther) {
    throw invalidAttribute(
      `The message attribute '${name}' with type '${type}' must use field '${field}'.`,
    );
  }
  if (!(field === 'Binary' ? BinaryValue?.length : StringValue)) {
    throw invalidAttribute(
      `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${type}'.`,
    );
  }
}

function validateName(name: string): void {
  if (Buffer.byteLength(name) > 256) {
    throw invalidAttribute('Length of message attribute name must be less than 256 bytes.');
  }
  const strange = /[^\w.-]/.exec(name)?.[0];
  if (strange !== undefined) {
    const code = strange.charCodeAt(0).toString(16).toUpperCase();
    throw invalidAttribute(
      `Invalid non-alphanumeric character '#x${code}' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.`,
    );
  }
  if (name.startsWith('.')) {
    throw invalidAttribute("Invalid message attribute name starting with character '.' was found.");
  }
  if (name.endsWith('.')) {
    throw invalidAttribute("Invalid message attribute name ending with character '.' was found.");
  }
  if (name.includes('..')) {
    throw invalidAttribute("Message attribute name can not have successive '.' character.");
  }
}
