// One request through a load balancer, as a Lambda or a smoke test sends it.
import type { HttpRequest, HttpResponse, ListenerRequest } from '../../host/load-balancing-peer.ts';
import { answerAt } from '../../users/behaviour.ts';
import { decide, servingTargets } from './data-plane.ts';
import type { Elb } from './elb.ts';
import type { Meter } from './metrics.ts';
import type { Listener } from './state.ts';

type Answer = Omit<HttpResponse, 'headers'>;

/** What the load balancer itself needs to answer. */
const OWN_LATENCY_MS = 2;

/** Undefined where no load balancer has the host name: the name does not resolve. */
export function sendHttp(
  elb: Elb,
  meter: Meter,
  request: HttpRequest,
): Promise<HttpResponse> | undefined {
  const url = new URL(request.url);
  const listener = listenerAt(elb, url);
  if (listener === undefined) return undefined;
  const isEncrypted = listener.settings.Protocol === 'HTTPS';
  // There is nobody to shake hands with.
  if (url.protocol === 'https:' && !isEncrypted) return undefined;
  if (url.protocol === 'http:' && isEncrypted) return refusePlain(elb, meter, listener);
  return send(elb, meter, listener, {
    listenerArn: listener.arn,
    host: url.hostname,
    path: `${url.pathname}${url.search}`,
    method: request.method,
    headers: request.headers,
  });
}

async function refusePlain(elb: Elb, meter: Meter, listener: Listener): Promise<HttpResponse> {
  const body = 'The plain HTTP request was sent to HTTPS port';
  const answer = own(elb, { meter, listener, status: 400, body });
  await elb.host.clock.sleep(answer.latencyMs);
  return { ...answer, headers: { 'content-type': 'text/plain' } };
}

async function send(
  elb: Elb,
  meter: Meter,
  listener: Listener,
  request: ListenerRequest,
): Promise<HttpResponse> {
  const decision = decide(elb, request);
  const answer =
    decision.kind === 'forward'
      ? forward(elb, { meter, listener, request, targetGroupArn: pick(elb, decision.shares) })
      : own(elb, { meter, listener, status: decision.status, body: bodyOf(decision) });
  await elb.host.clock.sleep(answer.latencyMs);
  const location = decision.kind === 'redirect' ? { location: decision.location } : {};
  return { ...answer, headers: { 'content-type': 'text/plain', ...location } };
}

function forward(
  elb: Elb,
  to: {
    meter: Meter;
    listener: Listener;
    request: ListenerRequest;
    targetGroupArn: string | undefined;
  },
): Answer {
  const { meter, listener, request, targetGroupArn } = to;
  const group = elb.state.targetGroups.get(targetGroupArn ?? '');
  const targets = group === undefined ? [] : servingTargets(group);
  const target = targets[elb.requests.below(targets.length)];
  if (target === undefined)
    return own(elb, { meter, listener, status: 503, body: 'Service Temporarily Unavailable' });
  const conduct = elb.host.peer('ecs').conduct(target);
  const served = {
    loadBalancerArn: listener.loadBalancer.arn,
    targetGroupArn,
    at: elb.host.clock.now(),
  };
  if (conduct === undefined) {
    meter.measure({ ...served, statuses: [], connectionErrors: 1, latenciesMs: [] });
    return { status: 502, body: 'Bad Gateway', latencyMs: OWN_LATENCY_MS };
  }
  const { median, p99 } = conduct.latencyMs;
  const latencyMs = elb.requests.logNormal(median, p99);
  const sure = answerAt(conduct, request.path);
  const unlucky = sure.status === 200 && elb.requests.chance(conduct.errorRate);
  const { status, body } = unlucky ? { status: 500, body: 'Internal Server Error' } : sure;
  meter.measure({
    ...served,
    statuses: [{ status, count: 1 }],
    connectionErrors: 0,
    latenciesMs: [{ value: Math.round(latencyMs), count: 1 }],
  });
  return { status, body, latencyMs };
}

function own(
  elb: Elb,
  answer: { meter: Meter; listener: Listener; status: number; body: string },
): Answer {
  const { meter, listener, status, body } = answer;
  meter.measure({
    loadBalancerArn: listener.loadBalancer.arn,
    targetGroupArn: undefined,
    at: elb.host.clock.now(),
    statuses: [{ status, count: 1 }],
    connectionErrors: 0,
    latenciesMs: [],
  });
  return { status, body, latencyMs: OWN_LATENCY_MS };
}

function pick(
  elb: Elb,
  shares: readonly { readonly targetGroupArn: string; readonly share: number }[],
): string | undefined {
  let left = elb.requests.next();
  for (const { targetGroupArn, share } of shares) {
    left -= share;
    if (left < 0) return targetGroupArn;
  }
  return shares.at(-1)?.targetGroupArn;
}

export function listenerAt(elb: Elb, url: URL): Listener | undefined {
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  return [...elb.state.listeners.values()].find(
    ({ loadBalancer, settings }) =>
      loadBalancer.dnsName.toLowerCase() === url.hostname && settings.Port === port,
  );
}

const bodyOf = (decision: { kind: string; body?: string }): string => decision.body ?? '';
