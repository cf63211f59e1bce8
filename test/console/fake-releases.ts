// The stories of the fake world, one for each thing that an operator must be able to tell apart.
import {
  bakes,
  breached,
  intoProduction,
  production,
  risesTo,
  type Step,
  type Told,
  tell,
  throughStaging,
} from './stories.ts';

export const hostileTag = 'v9<img-src=x-onerror=document.title=1>"\'`${7*7}';

const operator = 'arn:aws:sts::123456789012:assumed-role/operator/kim';

/** Up to a quarter of the users, `ago` minutes ago. */
const toQuarter = (ago: number): readonly Step[] => [
  ...throughStaging(-ago - 24),
  ...intoProduction(-ago - 16),
  ...bakes(-ago - 1),
  ...risesTo(-ago, 1, 25),
];

const broken = (ago: number): readonly Step[] => [
  ...toQuarter(ago + 5),
  [-ago - 1, { type: 'bake.judged', verdict: breached, complete: false, ...production }],
  [
    -ago - 0.9,
    {
      type: 'rollback.started',
      decision: 'roll-back-now',
      reason: breached.reason,
      target: { kind: 'warm', digest: 'sha256:b' },
      ...production,
    },
    'alarm:spillway/catalog-service/production/b/error-rate',
  ],
];

/** The alarm came between two looks of the judge. */
const alarmed = (ago: number): readonly Step[] => [
  ...toQuarter(ago + 5),
  [
    -ago - 0.9,
    {
      type: 'rollback.started',
      decision: 'roll-back-now',
      reason:
        'Spillway.Breach: alarm spillway/cart-service/production/a/error-rate: 26.043956043956044',
      target: { kind: 'warm', digest: 'sha256:b' },
      ...production,
    },
    'spillway:release',
  ],
  [-ago - 0.6, { type: 'traffic.withdrawn', ...production }],
  [-ago, { type: 'rollback.completed', evidence: { quarantined: true }, ...production }],
];

const takenBack = (ago: number): readonly Step[] => [
  ...broken(ago),
  [-ago - 0.85, { type: 'traffic.withdrawn', ...production }],
  [-ago, { type: 'rollback.completed', evidence: { quarantined: true }, ...production }],
];

const promoted = (ago: number): readonly Step[] => [
  ...toQuarter(ago + 45),
  ...bakes(-ago - 31),
  ...risesTo(-ago - 30, 2, 50),
  ...bakes(-ago - 16),
  [-ago - 15, { type: 'promotion.started', ...production }],
  [-ago - 14, { type: 'promotion.verified', evidence: { weightPercent: 100 }, ...production }],
  ...bakes(-ago - 1),
  [-ago - 0.5, { type: 'environment.promoted', ...production }],
  [-ago, { type: 'release.promoted' }],
];

const approvalWaits: Step = [
  -8,
  { type: 'gate.waiting', gate: 'approval', expiresAt: '2027-01-12T14:00:00.000Z', ...production },
];

export const tellAll = (): readonly Told[] => [
  tell({ service: 'auth-service', version: 'v1.3.0', steps: toQuarter(6) }),
  tell({ service: 'auth-service', version: 'v1.3.1', steps: [] }),
  tell({ service: 'auth-service', version: 'v1.2.9', steps: promoted(1500) }),
  tell({
    service: 'user-service',
    version: 'v4.0.0',
    approval: true,
    steps: [...throughStaging(-8.5), approvalWaits],
  }),
  tell({ service: 'user-service', version: 'v3.9.2', steps: promoted(2000) }),
  tell({ service: 'catalog-service', version: 'v7.2.0', steps: broken(0) }),
  tell({ service: 'product-service', version: 'v2.1.0', steps: takenBack(30) }),
  tell({ service: 'cart-service', version: 'v3.0.0', steps: alarmed(50) }),
  tell({ service: 'order-service', version: 'v5.0.3', steps: promoted(12) }),
  tell({
    service: 'payment-service',
    version: 'v1.0.1',
    steps: [
      ...throughStaging(-60),
      [
        -55,
        {
          type: 'gate.waiting',
          gate: 'freeze',
          expiresAt: '2027-01-18T14:00:00.000Z',
          ...production,
        },
      ],
    ],
  }),
  tell({
    service: 'shipping-service',
    version: 'v0.9.0',
    steps: [
      ...toQuarter(20),
      [
        -9,
        { type: 'release.held', reason: 'Waiting for the warehouse team', needsPerson: false },
        operator,
      ],
    ],
  }),
  tell({
    service: 'search-service',
    version: 'v0.1.0',
    steps: [
      [
        -300,
        {
          type: 'release.rejected',
          reason: 'E314 the image has amd64, the service runs arm64',
          evidence: {},
        },
      ],
    ],
  }),
  tell({
    service: 'mail-service',
    version: 'v3.3.0',
    steps: [
      ...broken(200),
      [-199, { type: 'traffic.withdrawn', ...production }],
      [
        -190,
        {
          type: 'rollback.stranded',
          reason: 'the version before does not become healthy',
          ...production,
        },
      ],
    ],
  }),
  tell({
    service: 'hostile-service',
    version: hostileTag,
    id: 'hostile-service-v9-000000',
    steps: toQuarter(3),
  }),
];

/** Many services, most of them quiet. */
export const crowd = (count: number): readonly Told[] =>
  Array.from({ length: count }, (_, index) => {
    const steps =
      index % 9 === 0 ? toQuarter(6) : index % 13 === 0 ? takenBack(40) : promoted(90 + index);
    const service = `service-${String(index + 1).padStart(2, '0')}`;
    return tell({ service, version: `v1.${index}.0`, steps });
  });
