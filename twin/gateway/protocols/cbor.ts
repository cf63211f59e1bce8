// Smithy RPC v2 CBOR, which CloudWatch's client speaks.
import { readCbor, writeCbor } from '../serde.ts';
import { isUnit } from '../service-model.ts';
import { commonHeaders, type ServerProtocol } from './protocol.ts';

const DOCUMENT = 15;
const headers = { 'smithy-protocol': 'rpc-v2-cbor' };

export const cbor: ServerProtocol = {
  operationName: (_service, request) => request.path.split('/operation/')[1] ?? '',
  parse: (operation, request) =>
    isUnit(operation.input) ? {} : readCbor(operation.input, request.body),
  succeed: (_service, answer) => ({
    statusCode: 200,
    headers: { ...commonHeaders(answer, 'application/cbor'), ...headers },
    body: isUnit(answer.operation.output)
      ? new Uint8Array([0xbf, 0xff])
      : writeCbor(answer.operation.output, answer.output),
  }),
  fail: (service, refusal) => ({
    statusCode: refusal.status,
    headers: {
      ...commonHeaders(refusal, 'application/cbor'),
      ...headers,
      ...(refusal.model?.queryCode === undefined
        ? {}
        : { 'x-amzn-query-error': `${refusal.model.queryCode};Sender` }),
    },
    body: writeCbor(DOCUMENT, {
      __type: `${service.namespace}#${refusal.model?.name ?? refusal.name}`,
      message: refusal.message,
      ...refusal.fields,
    }),
  }),
};
