// restXml, as S3 speaks it: bodies are XML or the object itself, and the bucket may be in the name of the host.
import { readXml, writeXml } from '../serde.ts';
import type { ServiceModel } from '../service-model.ts';
import type { WireRequest } from '../wire.ts';
import { commonHeaders, type ServerProtocol } from './protocol.ts';
import { bindOutput, type DocumentFormat, readInput } from './rest-bindings.ts';
import { findRoute } from './rest-routes.ts';
import { errorElements } from './xml-error.ts';

/** Signing names of services that speak it, whether or not the twin has them. */
const SIGNERS = new Set(['cloudfront', 'route53', 's3', 's3-outposts', 's3express', 's3tables']);

export const speaksRestXml = (signer: string): boolean => SIGNERS.has(signer);

/** `<bucket>.s3.<region>.amazonaws.com`, or `<bucket>.localhost` */
const BUCKET_HOST = /^(.+?)\.(?:s3(?:[.-][a-z0-9-]+)*\.amazonaws\.com|localhost)(?::\d+)?$/;

const format = ({ xmlNamespace }: Pick<ServiceModel, 'xmlNamespace'>): DocumentFormat => ({
  read: readXml,
  write: (schema, value, name) => writeXml({ schema, value, name, namespace: xmlNamespace }),
});
/** Reading asks for no namespace. */
const anyFormat = format({ xmlNamespace: '' });

export const restXml: ServerProtocol = {
  operationName: (service, request) =>
    findRoute(service, withBucketInPath(request))?.operation.name ??
    `${request.method} ${request.path}`,
  parse: (operation, request) => readInput(operation, withBucketInPath(request), anyFormat),
  succeed: (service, answer) => {
    const bound = bindOutput(answer.operation, answer.output, {
      format: format(service),
      emptyBody: '',
    });
    const isDocument = typeof bound.body === 'string' && bound.body !== '';
    const headers = isDocument ? headersOf(answer) : withoutType(headersOf(answer));
    return { ...bound, headers: { ...headers, ...bound.headers } };
  },
  fail: (service, refusal) => ({
    statusCode: refusal.status,
    headers: headersOf(refusal),
    body: `<Error>${errorElements(service, refusal)}<RequestId>${refusal.requestId}</RequestId></Error>`,
  }),
};

const headersOf = (answer: Parameters<typeof commonHeaders>[0]): Record<string, string> => ({
  ...commonHeaders(answer, 'application/xml'),
  'x-amz-request-id': answer.requestId,
});

/** What an object is, only its own headers say. */
const withoutType = ({ 'content-type': _, ...headers }: Record<string, string>) => headers;

function withBucketInPath(request: WireRequest): WireRequest {
  const bucket = BUCKET_HOST.exec(request.headers['host'] ?? '')?.[1];
  return bucket === undefined ? request : { ...request, path: `/${bucket}${request.path}` };
}
