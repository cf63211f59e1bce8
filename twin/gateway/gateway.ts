// From bytes to a call and back. Knows the protocols, and no service.
import { AwsError, LostCall, notSimulated } from '../host/aws-error.ts';
import type { ServiceId } from '../host/call-context.ts';
import type { Credentials } from '../host/credentials.ts';
import type { Dispatcher } from '../host/dispatcher.ts';
import type { FunctionUrlRequest, FunctionUrlResponse } from '../host/peers.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Ids } from '../kernel/ids.ts';
import { unpack } from './payload.ts';
import { cbor } from './protocols/cbor.ts';
import { json } from './protocols/json.ts';
import type { Answer, Refusal, ServerProtocol } from './protocols/protocol.ts';
import { query } from './protocols/query.ts';
import { restJson } from './protocols/rest-json.ts';
import { restXml, speaksRestXml } from './protocols/rest-xml.ts';
import { refuseStranger } from './protocols/stranger.ts';
import type { OperationModel, ServiceModel } from './service-model.ts';
import { bodyText, type Gateway, type WireRequest, type WireResponse } from './wire.ts';

export interface GatewayOptions {
  readonly dispatcher: Dispatcher;
  readonly credentials: Credentials;
  readonly ids: Ids;
  readonly clock: Clock;
  /** Answers requests to function URLs; undefined where no function has the host. */
  readonly requestUrl: (
    request: FunctionUrlRequest,
    region: string,
  ) => Promise<FunctionUrlResponse> | undefined;
}

/** `Credential=<key>/<date>/<region>/<service>/aws4_request` of a signed request. */
const SIGNATURE = /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\/aws4_request/;

const UNKNOWN_SERVICE: ServiceModel = {
  protocol: 'awsJson1_0',
  xmlNamespace: '',
  namespace: 'twin',
  operations: new Map(),
  errors: new Map(),
};

/** `<id>.lambda-url.<region>.on.aws` */
const FUNCTION_URL = /^[a-z0-9]+\.lambda-url\.([a-z0-9-]+)\.on\.aws(?::\d+)?$/;

export function createGateway(options: GatewayOptions): Gateway {
  const { dispatcher, credentials, ids, clock } = options;
  return {
    async handle(request, { latency } = { latency: false }) {
      const [, urlRegion] = FUNCTION_URL.exec(request.headers['host'] ?? '') ?? [];
      if (urlRegion !== undefined) return handleUrl(options, request, urlRegion);
      const requestId = ids.uuid();
      const [, accessKeyId = '', region = '', signer = ''] =
        SIGNATURE.exec(request.headers['authorization'] ?? '') ?? [];
      const protocol = protocolOf(request, signer);
      let model = UNKNOWN_SERVICE;
      try {
        const packed = unpack(request, signer);
        const service = knownService(dispatcher, signer, () =>
          protocol.operationName(model, packed),
        );
        model = await dispatcher.model(service);
        const operation = knownOperation(model, service, protocol.operationName(model, packed));
        const input = await protocol.parse(operation, packed);
        const caller = credentials.callerOf(accessKeyId);
        const { name } = operation;
        const call = { service, operation: name, input, caller, region, requestId, latency };
        const output = await dispatcher.dispatch(call);
        return protocol.succeed(model, { operation, output, requestId, date: clock.date() });
      } catch (error) {
        if (error instanceof LostCall) throw error;
        const refusal = toRefusal(error, model, { requestId, date: clock.date() });
        return refuseStranger(signer, model, refusal) ?? protocol.fail(model, refusal);
      }
    },
  };
}

async function handleUrl(
  { credentials, requestUrl }: GatewayOptions,
  request: WireRequest,
  region: string,
): Promise<WireResponse> {
  const [, accessKeyId] = SIGNATURE.exec(request.headers['authorization'] ?? '') ?? [];
  const answer = requestUrl(
    {
      host: request.headers['host'] ?? '',
      method: request.method,
      path: request.path,
      query: Object.fromEntries(
        Object.entries(request.query).map(([name, value]) => [name, String(value ?? '')]),
      ),
      headers: request.headers,
      body: bodyText(request),
      caller: credentials.callerOf(accessKeyId ?? ''),
      signed: accessKeyId !== undefined,
    },
    region,
  );
  return (await answer) ?? { statusCode: 404, headers: {}, body: '{"Message":null}' };
}

function protocolOf({ headers, query: parameters }: WireRequest, signer: string): ServerProtocol {
  // Objects may have any content type.
  if (speaksRestXml(signer)) return restXml;
  if (headers['smithy-protocol'] === 'rpc-v2-cbor') return cbor;
  if (headers['x-amz-target'] !== undefined) return json;
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  return isForm || parameters['Action'] !== undefined ? query : restJson;
}

function knownService(dispatcher: Dispatcher, signer: string, operation: () => string): ServiceId {
  if (signer === '') {
    throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', {
      status: 403,
    });
  }
  if (dispatcher.has(signer)) return signer;
  throw notSimulated(signer, operation());
}

function knownOperation(model: ServiceModel, service: ServiceId, name: string): OperationModel {
  const operation = model.operations.get(name);
  if (operation === undefined) throw notSimulated(service, name);
  return operation;
}

function toRefusal(thrown: unknown, { errors }: ServiceModel, answer: Answer): Refusal {
  const { name, message, fields, status } = toAwsError(thrown);
  const model = errors.get(name);
  return { ...answer, name, message, status: status ?? model?.status ?? 400, fields, model };
}

/** A defect of the twin itself must be seen, not mistaken for an answer of AWS. */
function toAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  if (error instanceof SyntaxError) return new AwsError('SerializationException', error.message);
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new AwsError('InternalFailure', `defect in the twin: ${text}`, { status: 500 });
}
