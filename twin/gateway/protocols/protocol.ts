// One wire protocol, seen from the server: which operation is asked for, with what input, and how to answer.
import type { ErrorModel, OperationModel, ServiceModel } from '../service-model.ts';
import type { WireRequest, WireResponse } from '../wire.ts';

export interface Answer {
  readonly requestId: string;
  readonly date: Date;
}

export interface Refusal extends Answer {
  readonly name: string;
  readonly message: string;
  readonly status: number;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly model: ErrorModel | undefined;
}

export interface ServerProtocol {
  /** The name of the operation, even where the service has none of that name. */
  operationName(service: ServiceModel, request: WireRequest): string;
  parse(operation: OperationModel, request: WireRequest): Promise<object> | object;
  succeed(
    service: ServiceModel,
    answer: Answer & { operation: OperationModel; output: object },
  ): WireResponse;
  fail(service: ServiceModel, refusal: Refusal): WireResponse;
}

export const commonHeaders = (answer: Answer, contentType: string): Record<string, string> => ({
  'x-amzn-requestid': answer.requestId,
  // The SDK corrects its clock by this header: it must tell virtual time.
  date: answer.date.toUTCString(),
  'content-type': contentType,
});
