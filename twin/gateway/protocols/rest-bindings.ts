// REST protocols spread the members of an input or output over path, query, headers and body.
import type { NormalizedSchema } from '@smithy/core/schema';
import { readTimestamp, writeTimestamp } from '../serde.ts';
import { isUnit, normalized, type OperationModel } from '../service-model.ts';
import { bodyText, type WireRequest } from '../wire.ts';
import { routeOf } from './rest-routes.ts';

/** What the protocol writes its bodies in. */
export interface DocumentFormat {
  read(schema: NormalizedSchema, body: Uint8Array): object;
  /** The name is that of an element, where the format has such. */
  write(schema: NormalizedSchema, value: unknown, name: string): string;
}

export function readInput(
  operation: OperationModel,
  request: WireRequest,
  format: DocumentFormat,
): object {
  if (isUnit(operation.input)) return {};
  const route = routeOf(operation);
  const found = route?.path.exec(request.path) ?? [];
  const labels = new Map(
    route?.labels.map((label, index) => [label, decodeURIComponent(found[index + 1] ?? '')]),
  );
  const schema = normalized(operation.input);
  const input: Record<string, unknown> = {};
  const inBody: string[] = [];
  for (const [name, member] of schema.structIterator()) {
    const traits = member.getMergedTraits();
    if (traits.httpPayload) {
      if (request.body.length > 0) input[name] = readPayload(member, request, format);
    } else if (traits.httpPrefixHeaders) {
      const found = prefixed(request.headers, String(traits.httpPrefixHeaders));
      if (Object.keys(found).length > 0) input[name] = found;
    } else if (traits.httpLabel || traits.httpQuery || traits.httpHeader) {
      const bound = traits.httpLabel
        ? labels.get(name)
        : traits.httpQuery
          ? request.query[traits.httpQuery]
          : request.headers[String(traits.httpHeader).toLowerCase()];
      if (bound !== undefined && bound !== null) input[name] = readBound(member, bound);
    } else {
      inBody.push(name);
    }
  }
  if (inBody.length > 0 && request.body.length > 0) {
    const body = format.read(schema, request.body) as Record<string, unknown>;
    for (const name of inBody) if (body[name] !== undefined) input[name] = body[name];
  }
  return input;
}

function readPayload(
  member: NormalizedSchema,
  request: WireRequest,
  format: DocumentFormat,
): unknown {
  if (member.isStructSchema()) return format.read(member, request.body);
  return member.isBlobSchema() ? request.body : bodyText(request);
}

const prefixed = (headers: WireRequest['headers'], prefix: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );

function readBound(member: NormalizedSchema, value: string | readonly string[]): unknown {
  if (member.isListSchema()) {
    const many = member.getMergedTraits().httpHeader ? String(value).split(/, ?/) : value;
    return typeof many === 'string' ? [many] : [...many];
  }
  if (member.isNumericSchema()) return Number(value);
  if (member.isBooleanSchema()) return value === 'true';
  const text = typeof value === 'string' ? value : (value[0] ?? '');
  return member.isTimestampSchema() ? readTimestamp(text) : text;
}

export interface Bound {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array;
  /** Whether the body is one that clients read bit by bit. */
  readonly streamed: boolean;
}

/** The empty body is what there is where no member goes there. */
export function bindOutput(
  operation: OperationModel,
  output: object,
  { format, emptyBody }: { readonly format: DocumentFormat; readonly emptyBody: string },
): Bound {
  const values = output as Record<string, unknown>;
  const headers: Record<string, string> = {};
  const inBody: Record<string, unknown> = {};
  let statusCode = operation.http?.[2] ?? 200;
  let body: Bound['body'] = emptyBody;
  let hasPayload = false;
  let streamed = false;
  if (isUnit(operation.output)) return { statusCode, headers, body, streamed };
  const schema = normalized(operation.output);
  for (const [name, member] of schema.structIterator()) {
    const traits = member.getMergedTraits();
    const value = values[name];
    if (traits.httpPayload) {
      hasPayload = true;
      body = '';
      streamed = member.isStreaming();
    }
    if (value === undefined || value === null) continue;
    if (traits.httpHeader)
      headers[String(traits.httpHeader).toLowerCase()] = headerText(member, value);
    else if (traits.httpPrefixHeaders) {
      for (const [key, each] of Object.entries(value)) {
        headers[`${traits.httpPrefixHeaders}${key.toLowerCase()}`] = String(each);
      }
    } else if (traits.httpResponseCode) statusCode = Number(value);
    else if (traits.httpPayload) {
      body = member.isStructSchema()
        ? format.write(member, value, String(traits.xmlName ?? member.getName()))
        : (value as string | Uint8Array);
    } else inBody[name] = value;
  }
  if (!hasPayload && Object.keys(inBody).length > 0) {
    const { xmlName } = schema.getMergedTraits();
    body = format.write(schema, inBody, String(xmlName ?? `${operation.name}Result`));
  }
  return { statusCode, headers, body, streamed };
}

function headerText(member: NormalizedSchema, value: unknown): string {
  if (value instanceof Date) return writeTimestamp(member, value);
  return Array.isArray(value) ? value.join(', ') : String(value);
}
