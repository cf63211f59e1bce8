// What people look at during a release: who gets the traffic, how well it is answered, and which alarm says so.
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Metric as WatchedMetric } from '../../core/analysis/threshold.ts';
import { assertNever } from '../../core/assert.ts';
import type { PlannedEnvironment } from '../../core/plan/plan.ts';
import type { IReleaseSite, SiteAlarms } from './release-site.ts';
import { errorRate, groupMetric, PERIOD, type Slot, serviceMetric } from './site-metrics.ts';

export interface DashboardPlace {
  readonly planned: PlannedEnvironment;
  readonly site: IReleaseSite;
  readonly alarms: SiteAlarms;
}

export interface ServiceDashboardProps {
  readonly dashboardName: string;
  readonly service: string;
  readonly places: readonly DashboardPlace[];
}

const WIDTH = 8;
const HEIGHT = 6;
const WHOLE_WIDTH = 24;

/** One dashboard for a service, one block for each of its environments. */
export class ServiceDashboard extends Construct {
  readonly dashboard: cloudwatch.Dashboard;

  constructor(scope: Construct, id: string, props: ServiceDashboardProps) {
    super(scope, id);
    this.dashboard = new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName: props.dashboardName,
      widgets: props.places.flatMap((place) => rowsOf(props.service, place)),
    });
  }
}

function rowsOf(service: string, place: DashboardPlace): cloudwatch.IWidget[][] {
  const { planned, alarms } = place;
  return [
    [
      new cloudwatch.TextWidget({
        markdown: `# ${service} in ${planned.name}\n${course(planned)}`,
        width: WHOLE_WIDTH,
        height: 2,
      }),
    ],
    [
      new cloudwatch.AlarmStatusWidget({
        title: 'Alarms',
        alarms: [...alarms.alarms, alarms.composite],
        width: WHOLE_WIDTH,
        height: 4,
      }),
    ],
    [requests(place), shares(place), errors(place)],
    [latency(place), health(place), load(place)],
  ];
}

const course = ({ engine, phases }: PlannedEnvironment): string =>
  `${engine.kind}: ${phases
    .map(({ weightPercent, bakeSeconds }) => `${weightPercent} % for ${bakeSeconds / 60} min`)
    .join(', ')}. Which version is behind A and which behind B changes with every release.`;

/** A version serves from one target group; rolling services have one for all. */
const slotsOf = ({ controller }: IReleaseSite): readonly Slot[] =>
  controller === 'codedeploy' ? ['a', 'b'] : ['a'];

const labelOf = (slot: Slot, what: string): string => `${slot.toUpperCase()} ${what}`;

const graph = (
  title: string,
  left: cloudwatch.IMetric[],
  props: Partial<cloudwatch.GraphWidgetProps> = {},
): cloudwatch.GraphWidget =>
  new cloudwatch.GraphWidget({ title, left, width: WIDTH, height: HEIGHT, ...props });

const requests = ({ site }: DashboardPlace) =>
  graph(
    'Requests by version',
    slotsOf(site).map((slot) =>
      groupMetric(site, slot, {
        name: 'RequestCount',
        statistic: 'Sum',
        label: labelOf(slot, 'requests'),
      }),
    ),
    { stacked: true },
  );

/** The lines are the planned weights: a canary climbs from one to the next. */
function shares({ site, planned }: DashboardPlace) {
  const count = (slot: Slot) => groupMetric(site, slot, { name: 'RequestCount', statistic: 'Sum' });
  const measured = slotsOf(site).map(
    (slot) =>
      new cloudwatch.MathExpression({
        label: labelOf(slot, 'share (%)'),
        expression: `100 * FILL(${slot}, 0) / (FILL(a, 0)${site.controller === 'codedeploy' ? ' + FILL(b, 0)' : ''})`,
        period: PERIOD,
        usingMetrics: Object.fromEntries(slotsOf(site).map((each) => [each, count(each)])),
      }),
  );
  return graph('Share by version, with the planned phases', measured, {
    leftYAxis: { min: 0, max: 100 },
    leftAnnotations: planned.phases.map(({ weightPercent }, index) => ({
      value: weightPercent,
      label: `phase ${index + 1}`,
    })),
  });
}

const errors = ({ site, planned }: DashboardPlace) =>
  graph(
    'Error rate by version',
    slotsOf(site).map((slot) =>
      errorRate(site, slot, { requestsMin: 1, label: labelOf(slot, 'errors (%)') }),
    ),
    { leftAnnotations: limit(planned, 'error-rate'), leftYAxis: { min: 0 } },
  );

const latency = ({ site, planned }: DashboardPlace) =>
  graph(
    'Latency by version (p95)',
    slotsOf(site).map((slot) =>
      groupMetric(site, slot, {
        name: 'TargetResponseTime',
        statistic: 'p95',
        label: labelOf(slot, 'p95 (s)'),
      }),
    ),
    { leftAnnotations: limit(planned, 'latency-p95'), leftYAxis: { min: 0 } },
  );

const health = ({ site }: DashboardPlace) =>
  graph(
    'Targets',
    slotsOf(site).flatMap((slot) => [
      groupMetric(site, slot, {
        name: 'HealthyHostCount',
        statistic: 'Minimum',
        label: labelOf(slot, 'healthy'),
      }),
      groupMetric(site, slot, {
        name: 'UnHealthyHostCount',
        statistic: 'Maximum',
        label: labelOf(slot, 'unhealthy'),
      }),
    ]),
  );

const load = ({ site, planned }: DashboardPlace) =>
  graph(
    'CPU and memory of both versions together',
    [serviceMetric(site, 'CPUUtilization'), serviceMetric(site, 'MemoryUtilization')],
    {
      leftYAxis: { min: 0, max: 100 },
      leftAnnotations: [...limit(planned, 'cpu'), ...limit(planned, 'memory')],
    },
  );

/** The threshold as a line, in the unit that CloudWatch uses. */
function limit(
  { thresholds }: PlannedEnvironment,
  metric: WatchedMetric,
): cloudwatch.HorizontalAnnotation[] {
  return thresholds.flatMap((threshold) => {
    if (threshold.metric !== metric) return [];
    const label = `${metric}: roll back above`;
    switch (threshold.unit) {
      case 'milliseconds':
        return [{ value: threshold.max / 1000, label }];
      case 'percent':
      case 'consecutive':
        return [{ value: threshold.max, label }];
      default:
        return assertNever(threshold);
    }
  });
}
