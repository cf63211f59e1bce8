// Dashboards: stored and given back; only their JSON is checked.
import { AwsError } from '../../../host/aws-error.ts';
import type { ServiceHost } from '../../../host/service.ts';
import { invalidValue } from '../errors.ts';
import { page } from '../paging.ts';
import type { Handlers } from '../sdk.ts';

interface Dashboard {
  readonly body: string;
  readonly modifiedAt: number;
}

const PAGE_SIZE = 1_000;
const NAME = /^[A-Za-z0-9_-]{1,255}$/;

export function dashboards(host: ServiceHost): Handlers {
  const stored = new Map<string, Dashboard>();
  // Dashboards are global: their ARNs name no region.
  const arn = (name: string) => `arn:aws:cloudwatch::${host.account}:dashboard/${name}`;
  return {
    PutDashboard({ DashboardName: name = '', DashboardBody: body = '' }) {
      checkName(name);
      checkBody(body);
      stored.set(name, { body, modifiedAt: host.clock.now() });
      return { DashboardValidationMessages: [] };
    },
    GetDashboard({ DashboardName: name = '' }) {
      const dashboard = stored.get(name);
      if (dashboard === undefined) throw notFound(name);
      return { DashboardArn: arn(name), DashboardBody: dashboard.body, DashboardName: name };
    },
    ListDashboards({ DashboardNamePrefix: prefix = '', NextToken }) {
      const found = [...stored].filter(([name]) => name.startsWith(prefix)).sort(byName);
      const { items, nextToken } = page(found, PAGE_SIZE, NextToken);
      return {
        DashboardEntries: items.map(([name, { body, modifiedAt }]) => ({
          DashboardName: name,
          DashboardArn: arn(name),
          LastModified: new Date(modifiedAt),
          Size: Buffer.byteLength(body),
        })),
        NextToken: nextToken,
      };
    },
    DeleteDashboards({ DashboardNames: names = [] }) {
      const missing = names.find((name) => !stored.has(name));
      if (missing !== undefined) throw notFound(missing);
      for (const name of names) stored.delete(name);
      return {};
    },
  };
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : Number(a > b);

function checkName(name: string): void {
  if (NAME.test(name)) return;
  throw invalidValue(
    'The value for field DashboardName contains invalid characters. ' +
      'It can only contain alphanumerics, dash (-) and underscore (_).\n',
  );
}

function checkBody(body: string): void {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return;
  } catch {
    // Falls through to the refusal.
  }
  const message = 'The field DashboardBody must be a valid JSON object';
  throw new AwsError('DashboardInvalidInputError', message, {
    fields: { dashboardValidationMessages: [{ DataPath: '', Message: message }] },
  });
}

const notFound = (name: string) =>
  new AwsError('DashboardNotFoundError', `Dashboard ${name} does not exist`);
