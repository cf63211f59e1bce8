// awsJson 1.0 and 1.1: the operation is in a header, everything else is the JSON body.
import { readJson, writeJson } from '../serde.ts';
import { isUnit, type OperationModel, type ServiceModel } from '../service-model.ts';
import { bodyText, type WireRequest } from '../wire.ts';
import { commonHeaders, type Refusal, type ServerProtocol } from './protocol.ts';

const contentType = (service: ServiceModel) =>
  service.protocol === 'awsJson1_0' ? 'application/x-amz-json-1.0' : 'application/x-amz-json-1.1';

export const json: ServerProtocol = {
  operationName: (_service, request) => request.headers['x-amz-target']?.split('.').at(-1) ?? '',
  parse: (operation: OperationModel, request: WireRequest) =>
    isUnit(operation.input) ? {} : readJson(operation.input, JSON.parse(bodyText(request) || '{}')),
  succeed: (service, answer) => ({
    statusCode: 200,
    headers: commonHeaders(answer, contentType(service)),
    body: isUnit(answer.operation.output)
      ? '{}'
      : writeJson(answer.operation.output, answer.output),
  }),
  fail: (service, refusal) => ({
    statusCode: refusal.status,
    headers: {
      ...commonHeaders(refusal, contentType(service)),
      ...(refusal.model?.queryCode === undefined
        ? {}
        : { 'x-amzn-query-error': `${refusal.model.queryCode};Sender` }),
    },
    body: errorBody(service, refusal),
  }),
};

export function errorBody(service: ServiceModel, refusal: Refusal): string {
  const modelled =
    refusal.model === undefined ? {} : JSON.parse(writeJson(refusal.model.schema, refusal.fields));
  return JSON.stringify({
    __type:
      service.protocol === 'awsJson1_0'
        ? `${service.namespace}#${refusal.model?.name ?? refusal.name}`
        : (refusal.model?.name ?? refusal.name),
    message: refusal.message,
    ...modelled,
  });
}
