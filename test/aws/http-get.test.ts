import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { httpGet } from '../../aws/http-get.ts';
import { errorNames } from '../../core/contract/error-names.ts';

/** Takes connections, and says what it is told to say. */
const listening = (answer: string): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer((socket) => void socket.write(answer)).listen(0, '127.0.0.1', () =>
      resolve(server),
    );
  });

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
const get = (host: string) =>
  httpGet({ url: new URL(`http://${host}/health`), timeoutMs: 200, bytesMax: 100 });

describe('a request', () => {
  const servers: Server[] = [];
  let [mute, garbled, closed] = [0, 0, 0];

  beforeAll(async () => {
    servers.push(await listening(''), await listening('what?\r\n\r\n'), await listening(''));
    [mute = 0, garbled = 0, closed = 0] = servers.map(portOf);
    servers.pop()?.close();
  });

  afterAll(() => {
    for (const server of servers) server.close();
  });

  it('that nobody takes up says that there was no connection', async () => {
    await expect(get(`127.0.0.1:${closed}`)).rejects.toMatchObject({
      name: errorNames.unavailable,
      message: `no connection to 127.0.0.1:${closed}: connect ECONNREFUSED 127.0.0.1:${closed}`,
    });
  });

  it('that is taken up and not answered says so', async () => {
    await expect(get(`127.0.0.1:${mute}`)).rejects.toMatchObject({
      name: 'Error',
      message: 'no answer from /health in 200 ms',
    });
  });

  it('whose answer nobody understands has been answered', async () => {
    await expect(get(`127.0.0.1:${garbled}`)).rejects.toMatchObject({ name: 'Error' });
  });
});
