// What the wire of a service looks like, read from the schemas that its SDK client exports.
import { NormalizedSchema } from '@smithy/core/schema';

export interface OperationModel {
  readonly name: string;
  readonly input: unknown;
  readonly output: unknown;
  /** For REST protocols: method, URI pattern and status. */
  readonly http: readonly [method: string, uri: string, status: number] | undefined;
  /** Members that a request must have. */
  readonly required: readonly string[];
}

export interface ErrorModel {
  readonly name: string;
  readonly schema: unknown;
  readonly status: number;
  /** The code that query clients see, where it differs from the shape's name. */
  readonly queryCode: string | undefined;
}

export type Protocol =
  | 'awsJson1_0'
  | 'awsJson1_1'
  | 'awsQuery'
  | 'restJson1'
  | 'restXml'
  | 'rpcv2Cbor';

export interface ServiceModel {
  readonly protocol: Protocol;
  readonly xmlNamespace: string;
  readonly namespace: string;
  readonly operations: ReadonlyMap<string, OperationModel>;
  readonly errors: ReadonlyMap<string, ErrorModel>;
}

interface ClientConfig {
  readonly protocol: { getShapeId(): string };
  readonly protocolSettings: { readonly defaultNamespace: string; readonly xmlNamespace?: string };
}

type ClientConstructor = new (config: object) => { readonly config: ClientConfig };

// The leading number of a static schema says what it describes.
const STRUCTURE = 3;
const ERROR = -3;
const OPERATION = 9;
const SYNTHETIC = 'smithy.ts.sdk.synthetic';

export function readServiceModel(sdk: object): ServiceModel {
  const { protocol, protocolSettings } = clientConfig(sdk);
  return {
    protocol: protocolName(protocol.getShapeId()),
    xmlNamespace: protocolSettings.xmlNamespace ?? '',
    namespace: protocolSettings.defaultNamespace,
    operations: readOperations(sdk),
    errors: readErrors(sdk),
  };
}

export const isUnit = (schema: unknown): boolean => normalized(schema).isUnitSchema();

export const normalized = (schema: unknown): NormalizedSchema =>
  NormalizedSchema.of(schema as Parameters<typeof NormalizedSchema.of>[0]);

function clientConfig(sdk: object): ClientConfig {
  const name = Object.keys(sdk).find((key) => /^[A-Za-z0-9]+Client$/.test(key));
  const Client = (sdk as Record<string, unknown>)[name ?? ''] as ClientConstructor | undefined;
  if (Client === undefined) throw new Error('the module exports no SDK client');
  const credentials = { accessKeyId: 'none', secretAccessKey: 'none' };
  return new Client({ region: 'us-east-1', credentials }).config;
}

function protocolName(shapeId: string): Protocol {
  const name = shapeId.split('#')[1] ?? '';
  if (name === 'rpcv2Cbor' || /^(awsJson1_[01]|awsQuery|restJson1|restXml)$/.test(name)) {
    return name as Protocol;
  }
  throw new Error(`unknown protocol ${shapeId}`);
}

function staticSchemas(sdk: object, kind: number): (readonly unknown[])[] {
  return Object.entries(sdk)
    .filter(([key, value]) => key.endsWith('$') && Array.isArray(value) && value[0] === kind)
    .map(([, value]) => value as readonly unknown[]);
}

function traitsOf(schema: readonly unknown[]): Readonly<Record<string, unknown>> {
  return typeof schema[3] === 'object' && schema[3] !== null
    ? (schema[3] as Record<string, unknown>)
    : {};
}

function readOperations(sdk: object): Map<string, OperationModel> {
  const operations = new Map<string, OperationModel>();
  for (const schema of staticSchemas(sdk, OPERATION)) {
    const name = String(schema[2]);
    operations.set(name, {
      name,
      input: schema[4],
      output: schema[5],
      http: traitsOf(schema)['http'] as OperationModel['http'],
      required: requiredMembers(schema[4]),
    });
  }
  return operations;
}

/** Static structure schemas list required members first and say how many there are. */
function requiredMembers(input: unknown): readonly string[] {
  const schema = typeof input === 'function' ? (input as () => unknown)() : input;
  if (!Array.isArray(schema) || schema[0] !== STRUCTURE) return [];
  const count = typeof schema[6] === 'number' ? schema[6] : 0;
  return (schema[4] as readonly string[]).slice(0, count);
}

function readErrors(sdk: object): Map<string, ErrorModel> {
  const errors = new Map<string, ErrorModel>();
  for (const schema of staticSchemas(sdk, ERROR)) {
    // The base class of a client's errors is nothing that a service throws.
    if (String(schema[1]).startsWith(SYNTHETIC)) continue;
    const name = String(schema[2]);
    const traits = traitsOf(schema);
    const [queryCode, queryStatus] =
      (traits['awsQueryError'] as [string, number] | undefined) ?? [];
    const status = queryStatus ?? traits['httpError'] ?? (traits['error'] === 'server' ? 500 : 400);
    const model = { name, schema, status: Number(status), queryCode };
    errors.set(name, model);
    if (queryCode !== undefined && !errors.has(queryCode)) errors.set(queryCode, model);
  }
  return errors;
}
