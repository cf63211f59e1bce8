// Where the requests of a function go: AWS's endpoints, load balancers and function URLs of the twin, and nowhere else.
import { LostCall } from '../../host/aws-error.ts';
import type { ServiceHost } from '../../host/service.ts';
import type { Seat } from '../../network/origin.ts';
import type {
  IncomingResponse,
  Line,
  Network,
  OutgoingRequest,
} from '../../sandbox/virtual-https.ts';

/** What a function reaches that stands there. */
export type NetworkAt = (seat: Seat | undefined) => Network;

export function createNetwork(host: ServiceHost): NetworkAt {
  return (seat) => async (request, line) => {
    if (LAYERS.test(request.host)) return downloadLayer(host, request);
    if (
      /\.lambda-url\.[a-z0-9-]+\.on\.aws$/.test(request.host) ||
      /\.amazonaws\.com$/.test(request.host)
    ) {
      if (!request.host.includes('.elb.')) return callAws(host, request);
    }
    return callLoadBalancer(host, request, { seat, line });
  };
}

/** Where ECR keeps what images are made of. */
const LAYERS = /-starport-layer-bucket\.s3\.[a-z0-9-]+\.amazonaws\.com$/;
/** Like any other object of S3: tens of milliseconds to the first byte. */
const DOWNLOAD_MS = 30;

async function downloadLayer(
  host: ServiceHost,
  request: OutgoingRequest,
): Promise<IncomingResponse> {
  await host.clock.sleep(DOWNLOAD_MS);
  const body = host.peer('ecr').download(urlOf(request));
  return { statusCode: body === undefined ? 403 : 200, headers: {}, body: body ?? '' };
}

async function callAws(host: ServiceHost, request: OutgoingRequest): Promise<IncomingResponse> {
  try {
    return await host.gateway.handle(
      { ...request, headers: { host: request.host, ...request.headers } },
      { latency: true },
    );
  } catch (error) {
    if (error instanceof LostCall) throw socketError('ECONNRESET', 'socket hang up');
    throw error;
  }
}

/** How long Linux knocks at a door that does not open. */
const CONNECT_MS_MAX = 127_000;

async function callLoadBalancer(
  host: ServiceHost,
  request: OutgoingRequest,
  { seat: from, line }: { readonly seat: Seat | undefined; readonly line: Line },
): Promise<IncomingResponse> {
  const url = urlOf(request).href;
  const balancing = host.peer('elasticloadbalancing');
  if (!balancing.letsIn({ url, from })) {
    host.trace.add('unreachable', { url, from: from?.subnetId });
    line.hang();
    await host.clock.sleep(CONNECT_MS_MAX);
    throw socketError('ETIMEDOUT', `connect ETIMEDOUT ${request.host}`, 'connect');
  }
  const answer = balancing.http({
    url,
    method: request.method,
    headers: request.headers,
    body: Buffer.from(request.body).toString('utf8'),
  });
  if (answer === undefined) {
    throw socketError('ENOTFOUND', `getaddrinfo ENOTFOUND ${request.host}`, 'getaddrinfo');
  }
  const { status, headers, body } = await answer;
  return { statusCode: status, headers, body };
}

function urlOf({ protocol, host, path, query }: OutgoingRequest): URL {
  const url = new URL(`${protocol}//${host}${path}`);
  url.search = new URLSearchParams(query).toString();
  return url;
}

const socketError = (code: string, message: string, syscall = 'read'): Error =>
  Object.assign(new Error(message), { code, errno: code, syscall });
