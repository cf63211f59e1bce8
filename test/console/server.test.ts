import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Console, startConsole } from '../../console/server.ts';
import { ask } from './ask.ts';
import { post } from './asked-freeze.ts';
import { createFakeWorld, type FakeWorld } from './fake-world.ts';

let world: FakeWorld;
let console: Console;

beforeAll(async () => {
  world = createFakeWorld();
  console = await startConsole({ ...world, place: 'test' });
});

beforeEach(() => {
  world.decisions.length = 0;
  world.twinActions.length = 0;
});

afterAll(() => console.close());

/** Who may use which address. A route without a row here fails the test below. */
const roles = {
  'GET /': 'anyone',
  'GET /services/:service': 'anyone',
  'GET /releases/:releaseId': 'anyone',
  'GET /history': 'anyone',
  'GET /page.js': 'anyone',
  'GET /page.css': 'anyone',
  'GET /icon.svg': 'anyone',
  'GET /api/overview': 'token',
  'GET /live/overview': 'token',
  'GET /api/services/:service': 'token',
  'GET /live/services/:service': 'token',
  'GET /api/releases/:releaseId': 'token',
  'GET /live/releases/:releaseId': 'token',
  'GET /api/history': 'token',
  'GET /live/history': 'token',
  'GET /api/world': 'token',
  'GET /live/world': 'token',
  'POST /api/decisions': 'token',
  'POST /api/twin': 'token',
} as const;

describe('every route', () => {
  it('has a row that says who may use it', () => {
    const routed = console.routes.map(({ method, path, auth }) => [`${method} ${path}`, auth]);
    expect(Object.fromEntries(routed)).toEqual(roles);
  });

  it.each(Object.entries(roles).filter(([, role]) => role === 'token'))(
    '%s refuses whoever comes without the token',
    async (route) => {
      const [method = '', path = ''] = route.split(' ');
      const answer = await ask(console, {
        method,
        path: path.replaceAll(/:\w+/g, 'x'),
        headers: { authorization: '' },
        body: method === 'POST' ? post.body : '',
      });
      expect(answer.status).toBe(403);
      expect(world.decisions).toEqual([]);
    },
  );

  it.each(Object.entries(roles).filter(([, role]) => role === 'anyone'))(
    '%s shows nothing of the world',
    async (route) => {
      const path = (route.split(' ')[1] ?? '').replaceAll(/:\w+/g, 'auth-service');
      const answer = await ask(console, { path, headers: { authorization: '' } });
      expect(answer.status).toBe(200);
      expect(answer.body).not.toContain('auth-service');
      expect(answer.body).not.toContain(console.token);
    },
  );
});

describe('the token', () => {
  it.each([
    ['another one', 'Bearer aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'],
    ['an empty one', 'Bearer '],
    ['a part of it', 'Bearer PART'],
    ['another scheme', 'Basic TOKEN'],
  ])('is refused when it is %s', async (_, text) => {
    const authorization = text
      .replace('PART', console.token.slice(0, -1))
      .replace('TOKEN', console.token);
    expect((await ask(console, { headers: { authorization } })).status).toBe(403);
  });

  it('is not taken from the address', async () => {
    const path = `/api/overview?token=${console.token}`;
    const headers = { authorization: '' };
    expect((await ask(console, { path, headers })).status).toBe(403);
  });

  it('differs from start to start', async () => {
    const other = await startConsole({ ...createFakeWorld(), place: 'test' });
    await other.close();
    expect(other.token).not.toBe(console.token);
    expect(other.url).toContain(`/#${other.token}`);
  });
});

describe('a foreign request', () => {
  it.each(['evil.example', 'evil.example:PORT', '127.0.0.1.evil.example:PORT', '127.0.0.1:1', ''])(
    'with Host "%s" is refused, whatever it asks for',
    async (name) => {
      const host = name.replace('PORT', String(console.port));
      const headers = host === '' ? { host: '[::1]' } : { host };
      for (const path of ['/', '/api/overview', '/page.js']) {
        expect((await ask(console, { path, headers })).status).toBe(403);
      }
    },
  );

  it('with the name localhost is ours', async () => {
    const headers = { host: `localhost:${console.port}` };
    expect((await ask(console, { headers })).status).toBe(200);
  });

  it.each(['http://evil.example', 'null', 'https://127.0.0.1:PORT', 'http://127.0.0.1:1'])(
    'with Origin %s decides nothing and sees nothing',
    async (name) => {
      const origin = name.replace('PORT', String(console.port));
      expect((await ask(console, { ...post, headers: { origin } })).status).toBe(403);
      expect((await ask(console, { headers: { origin } })).status).toBe(403);
      expect(world.decisions).toEqual([]);
    },
  );

  it('without an Origin decides nothing', async () => {
    expect((await ask(console, { ...post, headers: { origin: '' } })).status).toBe(403);
    expect(world.decisions).toEqual([]);
  });

  it.each(['cross-site', 'same-site'])('that a browser calls %s sees nothing', async (site) => {
    const headers = { 'sec-fetch-site': site, 'sec-fetch-mode': 'cors' };
    expect((await ask(console, { headers })).status).toBe(403);
  });

  it('may lead to the page by a link', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect((await ask(console, { path: '/history', headers })).status).toBe(200);
  });

  it('is never allowed by CORS', async () => {
    const answer = await ask(console, {
      method: 'OPTIONS',
      headers: { origin: 'http://evil.example', 'access-control-request-method': 'POST' },
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-'))).toEqual([]);
  });
});

describe('a path', () => {
  it.each([
    '/api/../api/overview',
    '/x/../api/overview',
    '//api/overview',
    '/api//overview',
    '/api/./overview',
    '/api/%6fverview',
    '/%61pi/overview',
    '/api%2foverview',
    '/api/%2e%2e/api/overview',
    '/api/%252e%252e/api/overview',
    '/%2561pi/overview',
    '/api%5coverview',
    '/api/..%2foverview',
    '/..%5c..%5cpackage.json',
    '/page.js%00.css',
    '/api/overview;jsessionid=1',
    '/api/services/auth%20service',
    '/api/overview%0d%0aset-cookie:x',
    '/api\\overview',
    '/api/overview/',
    '/api/overview%00',
    'http://evil.example/api/overview',
    '/api/overview#x',
  ])('%s is refused as it is, with and without the token', async (path) => {
    for (const headers of [{}, { authorization: '' }]) {
      const answer = await ask(console, { path, headers });
      expect(answer.status).toBe(400);
      expect(answer.body).not.toContain('auth-service');
    }
  });

  it('that leads nowhere tells strangers nothing, and friends that there is nothing', async () => {
    const path = '/api/secrets';
    expect((await ask(console, { path, headers: { authorization: '' } })).status).toBe(403);
    expect((await ask(console, { path })).status).toBe(404);
  });

  it('of an unknown release is not found', async () => {
    expect((await ask(console, { path: '/api/releases/none' })).status).toBe(404);
  });
});

describe('a method', () => {
  it.each(['/api/decisions', '/api/twin'])('GET on %s changes nothing', async (path) => {
    expect((await ask(console, { path })).status).toBe(405);
    expect([...world.decisions, ...world.twinActions]).toEqual([]);
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'TRACE'])('%s is not known', async (method) => {
    expect((await ask(console, { method, path: '/api/decisions' })).status).toBe(405);
  });

  it('POST on a view is refused', async () => {
    expect((await ask(console, { ...post, path: '/api/overview' })).status).toBe(405);
  });
});

describe('a stream', () => {
  it.each(['overview', 'history', 'world', 'services/auth-service'])(
    'of %s is not begun for whoever has no token',
    async (view) => {
      const path = `/live/${view}`;
      for (const authorization of ['', 'Bearer wrong', `Bearer ${console.token}x`]) {
        const answer = await ask(console, { path, headers: { authorization } });
        expect([answer.status, answer.headers['content-type']]).toEqual([403, 'application/json']);
      }
    },
  );
});

describe('headers', () => {
  it('longer than anybody needs are refused before they are read', async () => {
    const headers = { 'x-long': 'x'.repeat(9_000) };
    expect((await ask(console, { headers })).status).toBe(431);
  });
});

describe('a console that looks at AWS', () => {
  it('has no controls of a twin', async () => {
    const { board, operator } = createFakeWorld();
    const plain = await startConsole({ board, operator, place: 'test' });
    const body = JSON.stringify({ kind: 'speed', speed: 'max' });
    const answer = await ask(plain, { method: 'POST', path: '/api/twin', body });
    await plain.close();
    expect(answer.status).toBe(404);
  });
});

describe('every answer', () => {
  it.each(['/', '/page.js', '/api/overview', '/api/none', '//'])(
    'to %s leaves the browser no choice',
    async (path) => {
      const { headers } = await ask(console, { path });
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      });
    },
  );

  it('holds no inline script and no inline style', async () => {
    const { body } = await ask(console, { path: '/' });
    expect(body).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/);
  });
});
