import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openOperateClient } from '../../aws/operate-client.ts';
import type { Decision } from '../../core/contract/decision.ts';

const host = 'abcdefghij.lambda-url.eu-central-1.on.aws';
const decision: Decision = {
  kind: 'freeze',
  action: 'freeze',
  service: '*',
  environment: 'production',
  reason: 'an audit',
};

interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let server: Server;
let seen: Seen[];
let reply = { status: 200, body: '{}' };

beforeAll(async () => {
  process.env['AWS_ACCESS_KEY_ID'] = 'AKIAEXAMPLE';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'nobody-knows';
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      seen.push({ method, path: url, headers, body: Buffer.concat(chunks).toString('utf8') });
      response.writeHead(reply.status, { 'content-type': 'application/json' }).end(reply.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  seen = [];
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const decide = () => {
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return openOperateClient({ url: `https://${host}/`, endpoint }).decide(decision);
};

describe("an operator's decision", () => {
  it('is posted to the endpoint in the name of the function URL, signed for it', async () => {
    reply = { status: 200, body: '{"outcome":"done","message":"frozen"}' };
    expect(await decide()).toMatchObject({ kind: 'done', message: 'frozen' });
    const [request] = seen;
    expect(request).toMatchObject({ method: 'POST', path: '/' });
    expect(JSON.parse(request?.body ?? '')).toEqual(decision);
    expect(request?.headers).toMatchObject({ host, 'content-type': 'application/json' });
    expect(request?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE\/\d{8}\/eu-central-1\/lambda\/aws4_request, SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date, Signature=[0-9a-f]{64}$/,
    );
  });

  it('never carries the secret', async () => {
    await decide();
    expect(JSON.stringify(seen)).not.toContain('nobody-knows');
  });

  it.each([
    [409, '{"outcome":"refused","code":"E401","message":"it moved"}', 'stale', 'it moved'],
    [409, '{"outcome":"refused","code":"E402","message":"it is over"}', 'refused', 'it is over'],
    [403, '{"Message":"Forbidden"}', 'refused', 'Forbidden'],
    [400, '{"message":"no reason"}', 'refused', 'no reason'],
    [502, 'Internal Server Error', 'refused', 'refused with 502'],
    [500, '', 'refused', 'refused with 500'],
  ])('that is answered with %i %s is %s', async (status, body, kind, message) => {
    reply = { status, body };
    expect(await decide()).toMatchObject({ kind, message });
  });

  it('goes to no other kind of address', () => {
    expect(() => openOperateClient({ url: 'https://evil.example/' })).toThrow(
      'is not the URL of a function',
    );
  });
});
