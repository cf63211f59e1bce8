// REST protocols find the operation by method and path, and where several share these, by what else the request carries.
import { normalized, type OperationModel, type ServiceModel } from '../service-model.ts';
import type { WireRequest } from '../wire.ts';

export interface Route {
  readonly operation: OperationModel;
  readonly method: string;
  readonly path: RegExp;
  readonly labels: readonly string[];
  /** Query parameters that the pattern itself names. */
  readonly query: readonly string[];
  /** Required members that travel in the query string or in headers, by their names there. */
  readonly needs: { readonly query: readonly string[]; readonly headers: readonly string[] };
}

/** The name of the operation, which clients of S3 send along. Others leave it out. */
const OPERATION_ID = 'x-id';

const routesByService = new WeakMap<ServiceModel, readonly Route[]>();
const routeByOperation = new WeakMap<OperationModel, Route>();

/** What `findRoute` found for the operation before. */
export const routeOf = (operation: OperationModel): Route | undefined =>
  routeByOperation.get(operation);

export function findRoute(service: ServiceModel, request: WireRequest): Route | undefined {
  const operationId = request.query[OPERATION_ID];
  const fits = routesOf(service).filter(
    (route) =>
      route.method === request.method &&
      route.path.test(request.path) &&
      (operationId === undefined || route.operation.name === operationId) &&
      route.query.every((name) => name in request.query),
  );
  const [first] = fits;
  // What lacks a required member is that operation all the same, unless it can be another.
  return fits.find((route) => isAlike(route, first) && hasNeeds(route, request)) ?? first;
}

const isAlike = (route: Route, other: Route | undefined): boolean =>
  route.labels.length === other?.labels.length && route.query.length === other.query.length;

const hasNeeds = ({ needs }: Route, { query, headers }: WireRequest): boolean =>
  needs.query.every((name) => name in query) && needs.headers.every((name) => name in headers);

function routesOf(service: ServiceModel): readonly Route[] {
  const known = routesByService.get(service);
  if (known !== undefined) return known;
  const routes = [...service.operations.values()].flatMap(toRoute).sort(bySpecificity);
  routesByService.set(service, routes);
  return routes;
}

// A literal segment beats a label, a named query parameter beats none, and so does a member that must be there.
const bySpecificity = (a: Route, b: Route): number =>
  a.labels.length - b.labels.length ||
  b.query.length - a.query.length ||
  needCount(b) - needCount(a);

const needCount = ({ needs }: Route): number => needs.query.length + needs.headers.length;

function toRoute(operation: OperationModel): Route[] {
  if (operation.http === undefined) return [];
  const [method, uri] = operation.http;
  const [pattern = '', queryString = ''] = uri.split('?');
  const { labels: allLabels, needs } = bindingsOf(operation);
  const labels: string[] = [];
  // A bucket is in no pattern: it comes first.
  const start = allLabels.filter((label) => !pattern.includes(`{${label}`));
  const path = [...start.map((label) => `/{${label}}`), pattern.replace(/\/$/, '')]
    .join('')
    .replace(/\{([^}+]+)(\+)?\}/g, (_all, label: string, greedy: string | undefined) => {
      labels.push(label);
      return greedy === undefined ? '([^/]+)' : '(.+)';
    });
  const query = [...new URLSearchParams(queryString).keys()].filter(
    (name) => name !== OPERATION_ID,
  );
  const route = { operation, method, path: new RegExp(`^${path}/?$`), labels, query, needs };
  routeByOperation.set(operation, route);
  return [route];
}

function bindingsOf({ input, required }: OperationModel) {
  const labels: string[] = [];
  const needs = { query: [] as string[], headers: [] as string[] };
  const schema = normalized(input);
  if (!schema.isStructSchema()) return { labels, needs };
  for (const [name, member] of schema.structIterator()) {
    const { httpLabel, httpQuery, httpHeader } = member.getMergedTraits();
    if (httpLabel) labels.push(name);
    if (!required.includes(name)) continue;
    if (httpQuery) needs.query.push(String(httpQuery));
    if (httpHeader) needs.headers.push(String(httpHeader).toLowerCase());
  }
  return { labels, needs };
}
