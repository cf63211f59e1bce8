// Each stack as a whole, a line for each property: a change that nobody meant shows up here.
import { describe, expect, it } from 'vitest';
import { type Resource, STACKS, type StackName, shopTemplates } from './support/shop-templates.ts';

/** Texts of machines are read where they are, and dashboards by people; names of assets change with every byte of code. */
const OPAQUE = ['DefinitionString', 'DashboardBody'];
const HASH = /[0-9a-f]{64}/g;

const line = (name: string, value: unknown): string =>
  `  ${name}: ${OPAQUE.includes(name) ? '...' : JSON.stringify(value)}`;

const paragraph = ({ id, type, properties, attributes }: Resource): string =>
  [
    `${id} (${type})`,
    ...Object.entries(attributes)
      .filter(([name]) => name !== 'Metadata')
      .map(([name, value]) => line(name, value)),
    ...Object.entries(properties).map(([name, value]) => line(name, value)),
  ].join('\n');

const textOf = (stack: StackName): string =>
  shopTemplates()
    .resources()
    .filter((resource) => resource.stack === stack)
    .map(paragraph)
    .join('\n\n')
    .replaceAll(HASH, 'HASH');

describe('the template of', () => {
  it.each(STACKS)('%s is as it was', async (stack) => {
    await expect(`${textOf(stack)}\n`).toMatchFileSnapshot(`snapshots/${stack}.snap`);
  });
});
