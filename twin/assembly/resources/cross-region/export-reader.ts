// Custom::CrossRegionExportReader: the values that another region left here, as attributes.
import { object } from '../../properties.ts';
import type { Properties, ResourceProvider } from '../../provider.ts';

const imports = (properties: Properties): Properties =>
  object(object(properties, 'ReaderProps') ?? {}, 'imports') ?? {};

export const exportReader: ResourceProvider = {
  type: 'Custom::CrossRegionExportReader',
  service: 'ssm',
  replaceOn: [],
  create: ({ properties, name }) => ({ physicalId: name(), attributes: imports(properties) }),
  async update({ properties, existing }) {
    return { physicalId: existing.physicalId, attributes: imports(properties) };
  },
};
