// AWS::CloudWatch::Dashboard
import { text } from '../../properties.ts';
import type { ResourceProvider } from '../../provider.ts';

export const dashboard: ResourceProvider = {
  type: 'AWS::CloudWatch::Dashboard',
  service: 'monitoring',
  replaceOn: ['DashboardName'],
  async create({ properties, stack, name }) {
    const DashboardName = text(properties, 'DashboardName') ?? name();
    await stack.attempt('monitoring', 'PutDashboard', { ...properties, DashboardName });
    return { physicalId: DashboardName };
  },
  async update({ properties, stack, existing }) {
    const DashboardName = existing.physicalId;
    await stack.attempt('monitoring', 'PutDashboard', { ...properties, DashboardName });
    return undefined;
  },
  delete: ({ physicalId }, stack) =>
    stack.attempt('monitoring', 'DeleteDashboards', { DashboardNames: [physicalId] }),
};
