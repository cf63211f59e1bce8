// restJson1: the operation is found by method and path; members travel in path, query, headers and body.
import type { NormalizedSchema } from '@smithy/core/schema';
import { readJson, readTimestamp, writeJson } from '../serde.ts';
import { isUnit, normalized, type OperationModel, type ServiceModel } from '../service-model.ts';
import { bodyText, type WireRequest } from '../wire.ts';
import { errorBody } from './json.ts';
import { commonHeaders, type ServerProtocol } from './protocol.ts';

interface Route {
  readonly operation: OperationModel;
  readonly method: string;
  readonly path: RegExp;
  readonly labels: readonly string[];
  /** Query parameters that the pattern itself names. */
  readonly query: readonly string[];
}

const routesByService = new WeakMap<ServiceModel, readonly Route[]>();
const routeByOperation = new WeakMap<OperationModel, Route>();

export const restJson: ServerProtocol = {
  operationName: (service, request) =>
    findRoute(service, request)?.operation.name ?? `${request.method} ${request.path}`,
  parse: readInput,
  succeed: (_service, answer) => {
    const { operation, output } = answer;
    const parts = { statusCode: operation.http?.[2] ?? 200, headers: {}, body: '{}' };
    const bound = isUnit(operation.output) ? parts : bindOutput(operation, output, parts);
    return {
      statusCode: bound.statusCode,
      headers: { ...commonHeaders(answer, 'application/json'), ...bound.headers },
      body: bound.body,
    };
  },
  fail: (service, refusal) => ({
    statusCode: refusal.status,
    headers: {
      ...commonHeaders(refusal, 'application/json'),
      'x-amzn-errortype': refusal.model?.name ?? refusal.name,
    },
    body: errorBody(service, refusal),
  }),
};

function findRoute(service: ServiceModel, request: WireRequest): Route | undefined {
  return routesOf(service).find(
    (route) =>
      route.method === request.method &&
      route.path.test(request.path) &&
      route.query.every((name) => name in request.query),
  );
}

function routesOf(service: ServiceModel): readonly Route[] {
  const known = routesByService.get(service);
  if (known !== undefined) return known;
  const routes = [...service.operations.values()].flatMap(toRoute).sort(bySpecificity);
  routesByService.set(service, routes);
  return routes;
}

// A literal segment beats a label, a named query parameter beats none.
const bySpecificity = (a: Route, b: Route): number =>
  a.labels.length - b.labels.length || b.query.length - a.query.length;

function toRoute(operation: OperationModel): Route[] {
  if (operation.http === undefined) return [];
  const [method, uri] = operation.http;
  const [pattern = '', queryString = ''] = uri.split('?');
  const labels: string[] = [];
  const path = pattern
    .replace(/\/$/, '')
    .replace(/\{([^}+]+)(\+)?\}/g, (_all, label: string, greedy: string | undefined) => {
      labels.push(label);
      return greedy === undefined ? '([^/]+)' : '(.+)';
    });
  const query = [...new URLSearchParams(queryString).keys()];
  const route = { operation, method, path: new RegExp(`^${path}/?$`), labels, query };
  routeByOperation.set(operation, route);
  return [route];
}

function readInput(operation: OperationModel, request: WireRequest): object {
  if (isUnit(operation.input)) return {};
  const route = routeByOperation.get(operation);
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
      if (request.body.length > 0) input[name] = readPayload(member, request);
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
    const body = readJson(schema, JSON.parse(bodyText(request))) as Record<string, unknown>;
    for (const name of inBody) if (body[name] !== undefined) input[name] = body[name];
  }
  return input;
}

function readPayload(member: NormalizedSchema, request: WireRequest): unknown {
  if (member.isStructSchema()) return readJson(member, JSON.parse(bodyText(request)));
  return member.isBlobSchema() ? request.body : bodyText(request);
}

function readBound(member: NormalizedSchema, value: string | readonly string[]): unknown {
  if (member.isListSchema()) return typeof value === 'string' ? [value] : [...value];
  if (member.isNumericSchema()) return Number(value);
  if (member.isBooleanSchema()) return value === 'true';
  const text = typeof value === 'string' ? value : (value[0] ?? '');
  return member.isTimestampSchema() ? readTimestamp(text) : text;
}

interface Bound {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array;
}

function bindOutput(operation: OperationModel, output: object, start: Bound): Bound {
  const values = output as Record<string, unknown>;
  const headers: Record<string, string> = {};
  const inBody: Record<string, unknown> = {};
  let { statusCode, body } = start;
  let hasPayload = false;
  for (const [name, member] of normalized(operation.output).structIterator()) {
    const traits = member.getMergedTraits();
    const value = values[name];
    if (traits.httpPayload) {
      hasPayload = true;
      body = '';
    }
    if (value === undefined || value === null) continue;
    if (traits.httpHeader) headers[String(traits.httpHeader).toLowerCase()] = String(value);
    else if (traits.httpResponseCode) statusCode = Number(value);
    else if (traits.httpPayload) {
      body = member.isStructSchema() ? writeJson(member, value) : (value as string | Uint8Array);
    } else inBody[name] = value;
  }
  if (!hasPayload && Object.keys(inBody).length > 0) body = writeJson(operation.output, inBody);
  return { statusCode, headers, body };
}
