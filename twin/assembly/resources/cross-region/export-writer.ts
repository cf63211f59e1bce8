// Custom::CrossRegionExportWriter: CDK carries values to another region as parameters there.
import { object, required } from '../../properties.ts';
import type { Properties, ResourceProvider } from '../../provider.ts';
import type { StackHost } from '../../stack-host.ts';

export const exportWriter: ResourceProvider = {
  type: 'Custom::CrossRegionExportWriter',
  service: 'ssm',
  replaceOn: [],
  async create({ properties, stack, name }) {
    await write(properties, stack);
    return { physicalId: name() };
  },
  async update({ properties, stack, existing }) {
    const kept = exportsOf(properties);
    const gone = Object.keys(exportsOf(existing.properties)).filter((each) => !(each in kept));
    await remove(existing.properties, gone, stack);
    await write(properties, stack);
    return undefined;
  },
  delete: ({ properties }, stack) => remove(properties, Object.keys(exportsOf(properties)), stack),
};

const writerProps = (properties: Properties): Properties => object(properties, 'WriterProps') ?? {};

const exportsOf = (properties: Properties): Properties =>
  object(writerProps(properties), 'exports') ?? {};

async function write(properties: Properties, { twin }: StackHost): Promise<void> {
  const region = required(writerProps(properties), 'region');
  for (const [Name, value] of Object.entries(exportsOf(properties))) {
    const input = { Name, Value: String(value), Type: 'String', Overwrite: true };
    await twin.call({ service: 'ssm', operation: 'PutParameter', input, region });
  }
}

async function remove(properties: Properties, Names: readonly string[], { twin }: StackHost) {
  if (Names.length === 0) return;
  const region = required(writerProps(properties), 'region');
  await twin.call({ service: 'ssm', operation: 'DeleteParameters', input: { Names }, region });
}
