// Refusals for services that the twin does not have and whose protocols it does not speak: XML, as their clients expect.

import type { WireResponse } from '../wire.ts';
import { commonHeaders, type Refusal } from './protocol.ts';
import { escapeXml } from './query.ts';

/** Signing names of services with XML over REST. */
const REST_XML = new Set(['cloudfront', 'route53', 's3', 's3-outposts', 's3express', 's3tables']);

/** Undefined where one of the gateway's own protocols will do. */
export function refuseStranger(service: string, refusal: Refusal): WireResponse | undefined {
  if (service !== 'ec2' && !REST_XML.has(service)) return undefined;
  const { name, message, requestId, status } = refusal;
  const error = `<Error><Code>${name}</Code><Message>${escapeXml(message)}</Message>`;
  const body =
    service === 'ec2'
      ? `<Response><Errors>${error}</Error></Errors><RequestID>${requestId}</RequestID></Response>`
      : `${error}<RequestId>${requestId}</RequestId></Error>`;
  return { statusCode: status, headers: commonHeaders(refusal, 'text/xml'), body };
}
