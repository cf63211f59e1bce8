// awsQuery: form parameters in, XML out. The one direction that the SDK has no code for is read here.
import type { NormalizedSchema } from '@smithy/core/schema';
import { decodeBase64, readTimestamp, writeXml } from '../serde.ts';
import { isUnit, normalized } from '../service-model.ts';
import { bodyText, type WireRequest } from '../wire.ts';
import { commonHeaders, type ServerProtocol } from './protocol.ts';
import { errorElements } from './xml-error.ts';

/** `Tags.member.1.Key=a` becomes a tree of its dots; a leaf holds its text under the empty name. */
interface Tree {
  readonly children: Map<string, Tree>;
  text?: string;
}

export const query: ServerProtocol = {
  operationName: (_service, request) => parameters(request).get('Action') ?? '',
  parse: (operation, request) =>
    isUnit(operation.input)
      ? {}
      : (readValue(normalized(operation.input), toTree(parameters(request))) as object),
  succeed: (service, answer) => {
    const { operation, output, requestId } = answer;
    const result = isUnit(operation.output)
      ? ''
      : writeXml({
          schema: operation.output,
          value: output,
          name: `${operation.name}Result`,
          namespace: service.namespace,
        });
    return {
      statusCode: 200,
      headers: commonHeaders(answer, 'text/xml'),
      body:
        `<${operation.name}Response xmlns="${service.xmlNamespace}">${result}` +
        `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation.name}Response>`,
    };
  },
  fail: (service, refusal) => ({
    statusCode: refusal.status,
    headers: commonHeaders(refusal, 'text/xml'),
    body:
      `<ErrorResponse xmlns="${service.xmlNamespace}"><Error>` +
      `<Type>${refusal.status < 500 ? 'Sender' : 'Receiver'}</Type>` +
      `${errorElements(service, refusal)}</Error>` +
      `<RequestId>${refusal.requestId}</RequestId></ErrorResponse>`,
  }),
};

function parameters(request: WireRequest): URLSearchParams {
  if (request.body.length > 0) return new URLSearchParams(bodyText(request));
  const pairs = Object.entries(request.query).map(([key, value]) => [key, String(value ?? '')]);
  return new URLSearchParams(pairs as [string, string][]);
}

function toTree(form: URLSearchParams): Tree {
  const root: Tree = { children: new Map() };
  for (const [key, text] of form) {
    let node = root;
    for (const part of key.split('.')) {
      const child = node.children.get(part) ?? { children: new Map() };
      node.children.set(part, child);
      node = child;
    }
    node.text = text;
  }
  return root;
}

function readValue(schema: NormalizedSchema, node: Tree | undefined): unknown {
  if (node === undefined) return undefined;
  if (schema.isStructSchema()) return readStructure(schema, node);
  if (schema.isListSchema()) return readList(schema, node);
  if (schema.isMapSchema()) return readMap(schema, node);
  return readScalar(schema, node.text);
}

const wireName = (schema: NormalizedSchema, name: string): string =>
  String(schema.getMergedTraits().xmlName ?? name);

function readStructure(schema: NormalizedSchema, node: Tree): object {
  const entries: [string, unknown][] = [];
  for (const [name, member] of schema.structIterator()) {
    const value = readValue(member, node.children.get(wireName(member, name)));
    if (value !== undefined) entries.push([name, value]);
  }
  return Object.fromEntries(entries);
}

/** Elements are numbered from 1, below `member` unless the list is flattened. */
function numbered(node: Tree): Tree[] {
  return [...node.children]
    .filter(([key]) => /^\d+$/.test(key))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child);
}

function readList(schema: NormalizedSchema, node: Tree): unknown[] {
  const member = schema.getValueSchema();
  const flattened = schema.getMergedTraits().xmlFlattened;
  const { children } = node;
  const container = flattened
    ? node
    : (children.get(wireName(member, 'member')) ?? children.get('member') ?? node);
  return numbered(container).map((element) => readValue(member, element));
}

function readMap(schema: NormalizedSchema, node: Tree): object {
  const [key, value] = [schema.getKeySchema(), schema.getValueSchema()];
  const flattened = schema.getMergedTraits().xmlFlattened;
  const container = flattened ? node : (node.children.get('entry') ?? node);
  const entries = numbered(container).map((entry) => [
    readValue(key, entry.children.get(wireName(key, 'key'))),
    readValue(value, entry.children.get(wireName(value, 'value'))),
  ]);
  return Object.fromEntries(entries);
}

function readScalar(schema: NormalizedSchema, text: string | undefined): unknown {
  if (text === undefined) return undefined;
  if (schema.isBooleanSchema()) return text === 'true';
  if (schema.isNumericSchema()) return Number(text);
  if (schema.isBigIntegerSchema()) return BigInt(text);
  if (schema.isTimestampSchema()) return readTimestamp(text);
  if (schema.isBlobSchema()) return decodeBase64(text);
  return text;
}
