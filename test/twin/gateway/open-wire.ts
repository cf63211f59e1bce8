// A real client and a service that answers whatever it is told to, with the gateway between them.
import { createRequestHandler } from '../../../twin/gateway/request-handler.ts';
import {
  type ErrorModel,
  type OperationModel,
  readServiceModel,
} from '../../../twin/gateway/service-model.ts';
import { startTwin } from '../support/start-twin.ts';
import type { SdkClient } from './sdk-clients.ts';

export interface Wire {
  readonly operations: readonly OperationModel[];
  readonly errors: readonly ErrorModel[];
  /** What the SDK module exports, error classes among it. */
  readonly sdk: Readonly<Record<string, unknown>>;
  /** Calls an operation and lets it answer; gives what the handler saw and what the client got. */
  call(
    operation: OperationModel,
    input: object,
    answer: () => object,
  ): Promise<{ readonly seen: unknown; readonly got: object }>;
}

interface Client {
  send(command: object): Promise<object>;
}

/** Nothing that would change what is sent, or judge what is answered. */
const PLAIN = {
  region: 'us-east-1',
  maxAttempts: 1,
  disableHostPrefix: true,
};

export async function openWire({ id, client, load, protocol, plainly }: SdkClient): Promise<Wire> {
  const sdk = (await load()) as Record<string, unknown>;
  const model = readServiceModel(sdk);
  let seen: unknown;
  let answer = (): object => ({});
  const handler = (input: unknown) => {
    seen = input;
    return answer();
  };
  const names = [...model.operations.keys()];
  const operations = Object.fromEntries(names.map((name) => [name, handler]));
  const { twin } = startTwin({
    services: [{ id, load, create: () => ({ operations, peer: undefined }) }],
    keepTrace: 1,
  });
  const Client = sdk[client] as new (config: object) => Client;
  const sender = new Client({
    ...PLAIN,
    ...plainly,
    credentials: { accessKeyId: 'anyone', secretAccessKey: 'anything' },
    requestHandler: createRequestHandler(twin.gateway),
    ...(protocol === undefined ? {} : { protocol: protocol.settings }),
  });
  return {
    sdk,
    operations: [...model.operations.values()],
    errors: [...new Set(model.errors.values())],
    async call(operation, input, answerNow) {
      seen = undefined;
      answer = answerNow;
      const Command = sdk[`${operation.name}Command`] as new (input: object) => object;
      // The client may keep or change what it is given.
      const got = await sender.send(new Command(structuredClone(input)));
      return { seen, got };
    },
  };
}
