// What code finds in its execution environment: a world whose time, chance and network are the twin's.
import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../../twin/kernel/clock.ts';
import { createPump } from '../../../twin/kernel/pump.ts';
import { createRandom } from '../../../twin/kernel/random.ts';
import { codeFromText } from '../../../twin/sandbox/code.ts';
import { createEnvironment } from '../../../twin/sandbox/environment.ts';
import type { Network, OutgoingRequest } from '../../../twin/sandbox/virtual-https.ts';

const START = Date.UTC(2027, 0, 11, 9);

interface Setting {
  readonly seed?: number;
  readonly network?: Network;
  readonly variables?: Readonly<Record<string, string>>;
}

function load(body: string, { seed = 1, network, variables = {} }: Setting = {}) {
  const clock = new VirtualClock(START);
  const pump = createPump(clock);
  const logs: [string, string][] = [];
  const environment = createEnvironment({
    code: codeFromText(body, 'code'),
    handler: 'index.handler',
    variables,
    clock,
    random: createRandom(seed),
    network: network ?? (() => Promise.reject(new Error('no network'))),
    log: (level, text) => logs.push([level, text]),
    hold: pump.during,
  });
  const call = (event: unknown = {}) =>
    pump.runUntil(Promise.resolve().then(() => environment.handler(event, {})));
  return { clock, pump, logs, environment, call };
}

/** What an expression is worth in there; it may await. */
const worth = (expression: string, setting?: Setting) =>
  load(`exports.handler = async (event) => (${expression});`, setting).call();

describe('time', () => {
  test.each([
    ['Date.now()', START],
    ['new Date().toISOString()', '2027-01-11T09:00:00.000Z'],
    ['new Date(0).getTime()', 0],
    ['new Date(2020, 1).getFullYear()', 2020],
    ['new globalThis.Date().getTime()', START],
    ['new Date() instanceof Date', true],
    ['performance.now()', 0],
    ['require("perf_hooks").performance.now()', 0],
    ['process.hrtime.bigint().toString()', `${START}000000`],
    ['process.uptime()', START / 1000],
  ])('is virtual: %s', async (expression, value) => {
    expect(await worth(expression)).toBe(value);
  });

  test.each([
    ['new Promise((done) => setTimeout(done, 5_000))', 5_000],
    ['new Promise((done) => setTimeout(done))', 1],
    ['new Promise((done) => setImmediate(done))', 0],
    ['require("node:timers/promises").setTimeout(7_000)', 7_000],
    [
      'new Promise((done) => { let times = 0; const timer = setInterval(() => { if (++times === 3) { clearInterval(timer); done(); } }, 100); })',
      300,
    ],
    [
      'Promise.race([new Promise((done) => { const t = setTimeout(done, 10); clearTimeout(t); }), new Promise((done) => setTimeout(done, 20))])',
      20,
    ],
  ])('passes as timers say: %s', async (expression, ms) => {
    expect(await worth(`(await ${expression}, Date.now())`)).toBe(START + ms);
  });

  test.each([
    [
      'packing',
      'new Promise((done) => require("zlib").gzip(Buffer.alloc(1e6), (_, packed) => done(packed.length > 0)))',
    ],
    [
      'digests',
      'crypto.subtle.digest("SHA-256", Buffer.alloc(1e6)).then((digest) => digest.byteLength === 32)',
    ],
    [
      'slow keys',
      'new Promise((done) => require("crypto").scrypt("a", "b", 32, (_, key) => done(key.length === 32)))',
    ],
    [
      'random bytes',
      'new Promise((done) => require("crypto").randomBytes(16, (_, bytes) => done(bytes.length === 16)))',
    ],
    ['files', 'require("fs/promises").readFile("index.js").then(() => true)'],
  ])('stands still for real work: %s', async (_what, expression) => {
    const rival = 'setTimeout(() => { globalThis.late = true; }, 1)';
    expect(await worth(`(${rival}, [await ${expression}, Date.now()])`)).toEqual([true, START]);
  });
});

describe('chance', () => {
  const draw =
    '[Math.random(), crypto.randomUUID(), require("crypto").randomBytes(4).toString("hex"), require("crypto").randomInt(100), [...crypto.getRandomValues(new Uint8Array(3))]]';

  test('is drawn from the seed', async () => {
    expect(await worth(draw)).toEqual(await worth(draw));
    expect(await worth(draw)).not.toEqual(await worth(draw, { seed: 2 }));
  });

  test('leaves the rest of Math and crypto as they are', async () => {
    expect(await worth('[Math.max(1, 2), Math.PI, Math.floor(1.5)]')).toEqual([2, Math.PI, 1]);
    const hash = 'require("crypto").createHash("sha256").update("a").digest("hex")';
    expect(await worth(hash)).toMatch(/^ca978112/);
  });
});

describe('the way out', () => {
  test('is the twin', async () => {
    const sent: OutgoingRequest[] = [];
    const network: Network = async (request) => {
      sent.push(request);
      return { statusCode: 201, headers: { 'x-a': 'b' }, body: 'pong' };
    };
    const expression = `new Promise((done, fail) => {
      const request = require('node:https').request(
        { hostname: 'sns.us-east-1.amazonaws.com', method: 'POST', path: '/a?b=c', headers: { 'X-Test': 1 } },
        (response) => {
          let text = '';
          response.on('data', (chunk) => { text += chunk; });
          response.on('end', () => done([response.statusCode, response.headers['x-a'], text]));
        });
      request.on('error', fail);
      request.write('pi');
      request.end('ng');
    })`;
    expect(await worth(expression, { network })).toEqual([201, 'b', 'pong']);
    expect(sent).toMatchObject([
      {
        protocol: 'https:',
        host: 'sns.us-east-1.amazonaws.com',
        method: 'POST',
        path: '/a',
        query: { b: 'c' },
        headers: { 'x-test': '1' },
      },
    ]);
    expect(Buffer.from(sent[0]?.body ?? '').toString()).toBe('ping');
  });

  test('fails as a socket would', async () => {
    const expression = `new Promise((done) => require('https').get('https://gone.example.com').on('error', (error) => done(error.message)))`;
    expect(await worth(expression)).toBe('no network');
  });

  test.each([
    ['require("child_process")', 'child_process'],
    ['require("worker_threads")', 'worker_threads'],
    ['require("net").connect(80)', 'net.connect'],
    ['require("node:tls").connect(443)', 'tls.connect'],
    ['require("http2").connect("https://example.com")', 'http2.connect'],
    ['require("dns").lookup("example.com", () => {})', 'dns.lookup'],
    ['fetch("https://example.com")', 'fetch'],
  ])('is the only one: %s', async (expression, name) => {
    await expect(worth(expression)).rejects.toThrow(name);
  });
});

describe('the process', () => {
  test('has its own variables', async () => {
    expect(await worth('process.env', { variables: { A: '1' } })).toEqual({ A: '1' });
    await worth('process.env.LEAKED = "x"');
    expect(process.env['LEAKED']).toBeUndefined();
  });

  test('does not end the twin', async () => {
    await expect(worth('process.exit(3)')).rejects.toMatchObject({
      name: 'Runtime.ExitError',
      message: 'Runtime exited with error: exit status 3',
    });
  });

  test('writes to the log', async () => {
    const { call, logs } = load(`exports.handler = () => {
      console.log('a %s', 1); console.error({ b: 2 }); process.stdout.write('raw\\n');
    };`);
    await call();
    expect(logs).toEqual([
      ['INFO', 'a 1'],
      ['ERROR', '{ b: 2 }'],
      ['', 'raw'],
    ]);
  });

  test('keeps its globals to itself', async () => {
    await worth('globalThis.mine = 1');
    expect(await worth('typeof globalThis.mine')).toBe('undefined');
    expect(Reflect.has(globalThis, 'mine')).toBe(false);
  });

  test('reads its package and writes to /tmp, and no further', async () => {
    expect(await worth('require("fs").readFileSync("/var/task/index.js", "utf8").length > 0')).toBe(
      true,
    );
    const scratch = `(require('fs').writeFileSync('/tmp/a', 'b'),
      [await require('fs/promises').readFile('/tmp/a', 'utf8'), require('fs').existsSync('/tmp/b')])`;
    expect(await worth(scratch)).toEqual(['b', false]);
    expect(await worth('require("fs").existsSync("/tmp/a")')).toBe(false);
    await expect(worth('require("fs").promises.readFile("/etc/passwd")')).rejects.toThrow(
      "ENOENT: no such file or directory, open '/etc/passwd'",
    );
    await expect(worth('require("fs").writeFileSync("/var/task/a", "")')).rejects.toThrow('EROFS');
    await expect(worth('require("fs").readdirSync("/")')).rejects.toThrow('fs.readdirSync');
    expect(await worth('({}) instanceof require("fs").ReadStream')).toBe(false);
  });

  test('does nothing any more once it was stopped', async () => {
    const { call, logs, environment, pump } = load(`exports.handler = () => {
      setTimeout(() => console.log('late'), 10);
    };`);
    await call();
    environment.stop();
    await pump.run();
    expect(logs).toEqual([]);
  });
});

describe('code', () => {
  test('keeps what it has between calls', async () => {
    const { call } = load('let calls = 0; exports.handler = () => { calls += 1; return calls; };');
    expect([await call(), await call()]).toEqual([1, 2]);
  });

  test.each([
    ['nothing = 1;', 'Runtime.HandlerNotFound'],
    ['require("./missing");', 'Runtime.ImportModuleError'],
    ['throw Object.assign(new Error("broken"), { name: "Broken" });', 'Broken'],
  ])('that does not load says why: %s', (body, name) => {
    expect(() => load(body)).toThrow(expect.objectContaining({ name }));
  });
});
