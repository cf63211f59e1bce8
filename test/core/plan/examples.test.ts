import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readSpec } from '../../../core/spec/index.ts';
import { planOf } from './support.ts';

const folder = new URL('../../../examples/shop/releases/', import.meta.url);

function enginesOf(file: string): Readonly<Record<string, string>> {
  const { spec } = readSpec(readFileSync(new URL(file, folder), 'utf8'));
  if (spec === undefined) throw new Error(`${file} is no valid spec`);
  return Object.fromEntries(
    planOf(spec).environments.map(({ name, engine }) => [name, engine.kind]),
  );
}

describe('the services of the shop', () => {
  it.each([
    ['auth-service.yaml', { staging: 'codedeploy', production: 'codedeploy-overlay' }],
    ['user-service.yaml', { staging: 'codedeploy', production: 'codedeploy' }],
    ['product-service.yaml', { staging: 'rolling', production: 'rolling' }],
    ['order-service.yaml', { staging: 'codedeploy', production: 'codedeploy-overlay' }],
  ])('are planned from their specs: %s', (file, engines) => {
    expect(enginesOf(file)).toEqual(engines);
  });

  it('are all here', () => {
    expect(readdirSync(folder)).toHaveLength(4);
  });
});
