// Where the requests of a function go: AWS's endpoints, load balancers and function URLs of the twin, and nowhere else.
import { LostCall } from '../../host/aws-error.ts';
import type { ServiceHost } from '../../host/service.ts';
import type { IncomingResponse, Network, OutgoingRequest } from '../../sandbox/virtual-https.ts';

export function createNetwork(host: ServiceHost): Network {
  return async (request) => {
    if (
      /\.lambda-url\.[a-z0-9-]+\.on\.aws$/.test(request.host) ||
      /\.amazonaws\.com$/.test(request.host)
    ) {
      if (!request.host.includes('.elb.')) return callAws(host, request);
    }
    return callLoadBalancer(host, request);
  };
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

async function callLoadBalancer(
  host: ServiceHost,
  request: OutgoingRequest,
): Promise<IncomingResponse> {
  const query = new URLSearchParams(request.query).toString();
  const answer = host.peer('elasticloadbalancing').http({
    url: `${request.protocol}//${request.host}${request.path}${query === '' ? '' : `?${query}`}`,
    method: request.method,
    headers: request.headers,
    body: Buffer.from(request.body).toString('utf8'),
  });
  if (answer === undefined) {
    throw socketError('ENOTFOUND', `getaddrinfo ENOTFOUND ${request.host}`);
  }
  const { status, headers, body } = await answer;
  return { statusCode: status, headers, body };
}

const socketError = (code: string, message: string): Error =>
  Object.assign(new Error(message), { code, errno: code });
