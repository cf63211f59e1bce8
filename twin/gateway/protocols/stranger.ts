// Refusals for EC2, which the twin does not have and whose protocol it does not speak: XML, as its clients expect.

import type { ServiceModel } from '../service-model.ts';
import type { WireResponse } from '../wire.ts';
import { commonHeaders, type Refusal } from './protocol.ts';
import { errorElements } from './xml-error.ts';

/** Undefined where one of the gateway's own protocols will do. */
export function refuseStranger(
  service: string,
  model: ServiceModel,
  refusal: Refusal,
): WireResponse | undefined {
  if (service !== 'ec2') return undefined;
  const { requestId, status } = refusal;
  const error = `<Error>${errorElements(model, refusal)}</Error>`;
  const body = `<Response><Errors>${error}</Errors><RequestID>${requestId}</RequestID></Response>`;
  return { statusCode: status, headers: commonHeaders(refusal, 'text/xml'), body };
}
