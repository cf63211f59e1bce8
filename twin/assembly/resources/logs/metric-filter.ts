// AWS::Logs::MetricFilter
import { omit, text } from '../../properties.ts';
import type { ResourceProvider } from '../../provider.ts';

export const metricFilter: ResourceProvider = {
  type: 'AWS::Logs::MetricFilter',
  service: 'logs',
  replaceOn: ['FilterName', 'LogGroupName'],
  async create({ properties, stack, name }) {
    const filterName = text(properties, 'FilterName') ?? name({ lengthMax: 512 });
    await stack.attempt('logs', 'PutMetricFilter', {
      ...omit(properties, 'FilterName'),
      filterName,
    });
    return { physicalId: filterName };
  },
  async update({ properties, stack, existing }) {
    const filterName = existing.physicalId;
    await stack.attempt('logs', 'PutMetricFilter', { ...properties, filterName });
    return undefined;
  },
  async delete({ physicalId, properties }, stack) {
    const logGroupName = properties['LogGroupName'];
    await stack.attempt('logs', 'DeleteMetricFilter', { logGroupName, filterName: physicalId });
  },
};
