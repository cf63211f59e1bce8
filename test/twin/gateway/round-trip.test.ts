// Every operation of every client in use: what a client sends, the handler sees; what the handler answers, the client gets.
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AwsError } from '../../../twin/host/aws-error.ts';
import { arbitraryShape } from './arbitrary-shape.ts';
import { openWire } from './open-wire.ts';
import { sdkClients } from './sdk-clients.ts';

const RUNS_PER_OPERATION = 3;
const SEED = 1;

/** What has no round trip, and why. */
const OUT_OF_REACH: Readonly<Record<string, string>> = {
  'logs.GetLogObject': 'answers a stream of events, which the gateway does not speak',
  'logs.StartLiveTail': 'answers a stream of events, which the gateway does not speak',
  'lambda.InvokeWithResponseStream': 'answers a stream of events, which the gateway does not speak',
  's3.ListDirectoryBuckets': 'goes to S3 Express',
  's3.SelectObjectContent': 'answers a stream of events, which the gateway does not speak',
  's3.WriteGetObjectResponse': 'goes to a host of its own, in the name of Object Lambda',
  'sts.AssumeRoleWithSAML': 'is not signed, so that nothing names its service',
  'sts.AssumeRoleWithWebIdentity': 'is not signed, so that nothing names its service',
};

/** Errors that a client takes for others: it goes by the code of the query protocol, which they share. */
const AMBIGUOUS = new Set(['monitoring.DashboardNotFoundError', 'monitoring.ResourceNotFound']);

/** Members by which the client chooses where to send, and how to sign. */
const ROUTING: Readonly<Record<string, readonly string[]>> = {
  'events.PutEvents': ['EndpointId'],
};

/** Members that the client fills in or changes. */
const FILLED_IN: Readonly<Record<string, RegExp>> = {
  s3: /^Checksum|^Content(Length|MD5|Type)$|^Expires|^Metadata$|SSECustomerKey/,
};

const cases = sdkClients.map(
  (each) => [`${each.id} (${each.protocol?.name ?? 'its own protocol'})`, each] as const,
);

describe.each(cases)('%s', (_title, client) => {
  test('carries every operation there and back', async () => {
    const wire = await openWire(client);
    for (const operation of wire.operations) {
      const name = `${client.id}.${operation.name}`;
      if (name in OUT_OF_REACH) continue;
      const filledIn = FILLED_IN[client.id];
      const without = (member: string) =>
        (ROUTING[name]?.includes(member) ?? false) || (filledIn?.test(member) ?? false);
      const input = arbitraryShape(operation.input, { required: operation.required, without });
      const output = arbitraryShape(operation.output, { required: [], without });
      const only = (members: object) =>
        plain(Object.fromEntries(Object.entries(members).filter(([member]) => !without(member))));
      const property = fc.asyncProperty(input, output, async (sent, answered) => {
        const { seen, got } = await wire.call(operation, sent, () => answered);
        expect(only(seen as object), `input of ${name}`).toEqual(plain(sent));
        expect(only(await readStreams(got)), `output of ${name}`).toEqual(plain(answered));
      });
      await fc.assert(property, { numRuns: RUNS_PER_OPERATION, seed: SEED });
    }
  });

  test('carries every modelled error', async () => {
    const wire = await openWire(client);
    const operation = wire.operations.find(({ input }) => input !== undefined);
    if (operation === undefined) throw new Error('there is no operation');
    const [input = {}] = fc.sample(arbitraryShape(operation.input, operation), {
      numRuns: 1,
      seed: SEED,
    });
    for (const { name, schema } of wire.errors) {
      if (AMBIGUOUS.has(`${client.id}.${name}`)) continue;
      const without = (member: string) => /^message$/i.test(member);
      const property = fc.asyncProperty(
        arbitraryShape(schema, { required: [], without }),
        async (fields) => {
          const refuse = () => {
            throw new AwsError(name, 'no <this> & "that" é', { fields: { ...fields } });
          };
          const error = await wire.call(operation, input, refuse).catch((thrown) => thrown);
          expect(error, name).toBeInstanceOf(wire.sdk[name]);
          const wanted = { ...fields, name, message: 'no <this> & "that" é' };
          const got = Object.keys(wanted).map((key) => [key, error[key]]);
          expect(plain(Object.fromEntries(got)), name).toEqual(plain(wanted));
        },
      );
      await fc.assert(property, { numRuns: RUNS_PER_OPERATION, seed: SEED });
    }
  });
});

/** Bodies that the client hands on as streams, as bytes. */
async function readStreams(got: object): Promise<object> {
  const entries = Object.entries(got).map(async ([name, value]) => [
    name,
    value instanceof Readable ? Buffer.concat(await value.toArray()) : value,
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

/** Without what the client adds, and with bytes as plain bytes. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return [...value];
  if (value instanceof Date || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  const entries = Object.entries(value).filter(([name]) => name !== '$metadata');
  return Object.fromEntries(entries.map(([name, each]) => [name, plain(each)]));
}
