// Services that want what no service of the shop wants, HTTPS among it, as an app of their own.
import { readSpec, type Spec } from '../../../core/spec/index.ts';
import { keptAssembly } from '../../../rehearsal/kept-assembly.ts';
import type { Assembly } from '../../../twin/assembly/assembly.ts';
import { readAssembly } from '../../../twin/assembly/read-assembly.ts';

/** Hardly anybody calls it, and it is released all the same. */
const QUIET = `
apiVersion: v1
service: quiet-service
repository: odd/quiet-service
environments:
  - name: production
    strategy:
      kind: canary
      phases:
        - { weight: 50, bake: 10m, minRequests: 200 }
        - { weight: 100, bake: 5m }
    checks:
      - { name: health, kind: http, purpose: smoke, path: /health }
      - { name: probe, kind: ecs-task, purpose: integration, taskFamily: quiet-service-probe, image: own }
    noTraffic: synthetic
    keepWarm: 10m
`;

const TEXTS = [QUIET];

export async function oddAssembly(): Promise<Assembly> {
  const folder = await keptAssembly({
    shelf: 'spillway-odd',
    key: TEXTS.join('---'),
    async define(app) {
      const { defineShop } = await import('../../../examples/shop/shop.ts');
      const certificateArn =
        'arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d-0000-4000-8000-000000000000';
      const https = { certificate: { certificateArn }, domainName: 'odd.example' };
      defineShop(app, TEXTS.map(specOf), { https });
    },
  });
  return readAssembly(folder);
}

function specOf(text: string): Spec {
  const { spec, problems } = readSpec(text);
  if (spec === undefined) throw new Error(problems.map(({ message }) => message).join('; '));
  return spec;
}
