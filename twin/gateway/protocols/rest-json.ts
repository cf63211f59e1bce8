// restJson1: bodies are JSON.
import { readJson, writeJson } from '../serde.ts';
import { errorBody } from './json.ts';
import { commonHeaders, type ServerProtocol } from './protocol.ts';
import { bindOutput, type DocumentFormat, readInput } from './rest-bindings.ts';
import { findRoute } from './rest-routes.ts';

const format: DocumentFormat = {
  read: (schema, body) => readJson(schema, JSON.parse(Buffer.from(body).toString('utf8'))),
  write: writeJson,
};

export const restJson: ServerProtocol = {
  operationName: (service, request) =>
    findRoute(service, request)?.operation.name ?? `${request.method} ${request.path}`,
  parse: (operation, request) => readInput(operation, request, format),
  succeed: (_service, answer) => {
    const bound = bindOutput(answer.operation, answer.output, { format, emptyBody: '{}' });
    return {
      ...bound,
      headers: { ...commonHeaders(answer, 'application/json'), ...bound.headers },
    };
  },
  fail: (service, refusal) => ({
    statusCode: refusal.status,
    headers: {
      ...commonHeaders(refusal, 'application/json'),
      'x-amzn-errortype': refusal.model?.name ?? refusal.name,
    },
    body: errorBody(service, refusal),
  }),
};
